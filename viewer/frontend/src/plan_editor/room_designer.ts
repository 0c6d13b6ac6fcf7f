/**
 * `<room-designer plan='…' src='…'>`: the plan and the room in 3D side by side, on a phone one above the other. What
 * moves on the plan moves in the room at once; nothing goes over the network for that.
 */
import type { Move } from "../model/moves";
import type { ShowroomView } from "../showroom_view";
import css from "./room_designer.css?inline";
import type { PlanPiece } from "./plan";
import type { PlanEditor } from "./plan_editor";

export class RoomDesigner extends HTMLElement {
  static readonly observedAttributes = ["plan", "src", "lang"];

  private readonly root = this.attachShadow({ mode: "open" });
  private editor: PlanEditor | null = null;
  private view: ShowroomView | null = null;
  private frame: number | null = null;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    if (!this.editor) {
      this.editor = document.createElement("plan-editor") as PlanEditor;
      this.view = document.createElement("showroom-view") as ShowroomView;
      this.view.setAttribute("mode", "orbit");
      this.view.setAttribute("keep-view", "");
      this.editor.addEventListener("plan-live", (event) => this.follow((event as CustomEvent<{ pieces: readonly PlanPiece[] }>).detail.pieces));
      // A room that was loaded anew shows its draft's places; the plan may be further already.
      for (const name of ["showroom-ready", "showroom-loaded"])
        this.view.addEventListener(name, () => this.follow(this.editor!.poses));
      this.view.addEventListener("showroom-select", (event) => this.editor!.select((event as CustomEvent<{ sku: string }>).detail.sku));
    }
    for (const name of RoomDesigner.observedAttributes) this.pass(name);
    if (!this.editor.isConnected) this.root.append(this.editor, this.view!);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before !== after && this.isConnected) this.pass(name);
  }

  private pass(name: string): void {
    const value = this.getAttribute(name);
    for (const [part, names] of [[this.editor, ["plan", "lang"]], [this.view, ["src", "lang"]]] as const)
      if (part && names.some((known) => known === name) && value !== null && part.getAttribute(name) !== value)
        part.setAttribute(name, value);
    if (name === "src") this.view?.toggleAttribute("hidden", value === null);
  }

  private follow(pieces: readonly PlanPiece[]): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      const moves = pieces.map(({ id, x_m, y_m, z_m, yaw_rad }): Move => ({ node: id, position_m: [x_m, y_m, z_m], yaw_rad }));
      this.view?.place(moves);
    });
  }
}
