/**
 * `<plan-editor plan='…'>`: a furnished plan to work on with mouse, finger or keys.
 *
 * What Python says in `plan` is the truth. Each finished gesture is shown at once and told by the event
 * `showroom-gesture`; its detail holds all gestures that Python has not acknowledged yet, so that none is lost when
 * two are quicker than a rerun. While some are open, or a hand is on the plan, what Python says waits.
 * `plan-live` tells where pieces are while they are moved.
 */
import { language, type Words, words } from "../i18n";
import { el, icon } from "../ui/element";
import { markRadio, radioGroup } from "../ui/radio_group";
import css from "../ui/viewer.css?inline";
import { drawRooms } from "./draw_room";
import editorCss from "./plan_editor.css?inline";
import { PieceBar } from "./piece_bar";
import { PiecesLayer } from "./pieces_layer";
import { type Plan, type PlanPiece, readPlan } from "./plan";
import { ShapeBar } from "./shape_bar";
import { ShapeLayer } from "./shape_layer";
import { set, svg } from "./svg";
import { TOOLS } from "./tool_icons";
import { Viewport } from "./viewport";

/** What the merchant did; lengths in metres, frame `room`. */
export type Gesture =
  | { readonly kind: "move"; readonly id: string; readonly x_m: number; readonly z_m: number; readonly yaw_rad: number }
  | { readonly kind: "lock"; readonly id: string; readonly locked: boolean }
  | { readonly kind: "remove"; readonly id: string }
  | { readonly kind: "shape"; readonly polygon_m: readonly (readonly number[])[]; readonly openings: readonly unknown[] };

type Doing = "furniture" | "walls";

export class PlanEditor extends HTMLElement {
  static readonly observedAttributes = ["plan", "lang"];

  private t: Words = words("en");
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly mountId = crypto.randomUUID();
  private readonly open: { n: number; gesture: Gesture }[] = [];
  private sent = 0;
  private plan: Plan | null = null;
  private waiting: string | null = null;
  private doing: Doing = "furniture";
  private readonly doings = new Map<Doing, HTMLElement>();
  private picture: SVGSVGElement | null = null;
  private viewport!: Viewport;
  private pieces!: PiecesLayer;
  private shape!: ShapeLayer;
  private pieceBar!: PieceBar;
  private shapeBar!: ShapeBar;
  private readonly live = el("div", { class: "visually-hidden", "aria-live": "polite" });
  private outline = "";

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css + editorCss);
    this.root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    if (!this.picture) this.build();
    this.take(this.getAttribute("plan"));
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    if (name === "lang") {
      this.build();
      this.outline = "";
      if (this.plan) this.show(this.plan);
    } else this.take(after);
  }

  /** All pieces as they are on screen. */
  get poses(): readonly PlanPiece[] {
    return this.pieces?.all ?? [];
  }

  select(id: string | null): void {
    this.pieces?.select(id);
  }

  private build(): void {
    const wanted = this.getAttribute("lang");
    this.t = words(language(wanted ? [wanted] : navigator.languages));
    const { t } = this;
    this.picture = svg("svg", { class: "plan", role: "group", "aria-label": t("plan_label") });
    this.viewport = new Viewport(this.picture, () => this.pieces?.rescale());
    const announce = (text: string) => (this.live.textContent = text);
    this.pieces = new PiecesLayer({
      t,
      viewport: this.viewport,
      live: (pieces) => this.tellLive(pieces),
      moved: ({ id, x_m, z_m, yaw_rad }) => this.tell({ kind: "move", id, x_m, z_m, yaw_rad }),
      locked: ({ id, locked }) => this.tell({ kind: "lock", id, locked }),
      removed: ({ id }) => this.tell({ kind: "remove", id }),
      selected: () => this.pieceBar.show(this.pieces),
      announce,
    });
    this.pieceBar = new PieceBar(t, this.pieces);
    this.shape = new ShapeLayer({
      t,
      viewport: this.viewport,
      changed: () => this.shapeBar.show(this.shape),
      drawing: (on) => this.drawByKeys(on),
      finished: ({ polygon_m, openings }) => this.tell({ kind: "shape", polygon_m, openings }),
      chosen: () => this.shapeBar.show(this.shape),
      announce,
    });
    this.shapeBar = new ShapeBar(t, this.shape);
    this.picture.addEventListener("pointerdown", (event) => this.pressFloor(event));
    this.picture.addEventListener("pointermove", (event) => this.shape.moveGrid(event));
    this.picture.addEventListener("keydown", (event) => this.shape.keyGrid(event));
    this.root.replaceChildren(this.topBar(), this.picture, this.pieceBar.element, this.shapeBar.element, this.live);
    this.show_(this.doing);
  }

  private topBar(): HTMLElement {
    const { t } = this;
    this.doings.clear();
    for (const name of ["furniture", "walls"] as const)
      this.doings.set(name, el("button", { type: "button", class: "mode", "data-doing": name }, t(`plan_${name}`)));
    radioGroup(this.doings, (name) => this.show_(name));
    const tool = (name: keyof typeof TOOLS, label: string, act: () => void) => {
      const button = el("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(TOOLS[name]));
      button.addEventListener("click", act);
      return button;
    };
    const doing = el("div", { class: "panel tools doing", role: "radiogroup", "aria-label": `${t("plan_furniture")}, ${t("plan_walls")}` }, ...this.doings.values());
    const zoom = el(
      "div",
      { class: "panel tools zoom" },
      tool("minus", t("plan_zoom_out"), () => this.viewport.zoom(1 / 1.35)),
      tool("plus", t("plan_zoom_in"), () => this.viewport.zoom(1.35)),
      tool("fit", t("plan_fit"), () => this.viewport.reset()),
    );
    return el("div", { class: "editor-top" }, doing, zoom);
  }

  private show_(doing: Doing): void {
    this.doing = doing;
    this.dataset.doing = doing;
    if (doing === "furniture" && this.shape.drawn) this.shape.cancelDrawing();
    markRadio(this.doings, doing);
    this.pieceBar.element.hidden = doing !== "furniture";
    this.shapeBar.element.hidden = doing !== "walls";
    if (this.plan) this.show(this.plan);
  }

  /** What Python says: taken over unless something of ours is still on its way there. */
  private take(json: string | null): void {
    if (!json) return;
    const plan = readPlan(json);
    if (plan.ack?.[0] === this.mountId)
      while (this.open.length > 0 && this.open[0]!.n <= plan.ack[1]) this.open.shift();
    this.dataset.open = String(this.open.length);
    if (this.open.length > 0) return;
    if (this.pieces.busy || this.shape.busy) {
      this.waiting = json;
      return;
    }
    this.waiting = null;
    this.show(plan);
    this.tellLive(plan.pieces);
  }

  private show(plan: Plan): void {
    this.plan = plan;
    const corners = plan.rooms.flatMap(({ polygon_m }) => polygon_m);
    const outline = JSON.stringify(corners);
    if (outline !== this.outline && corners.length > 0) this.viewport.fit(corners);
    this.outline = outline;
    this.root.querySelector<HTMLElement>(".doing")!.hidden = !plan.drawable;
    const walls = this.doing === "walls" && plan.drawable && plan.rooms.length === 1;
    this.pieces.show(plan);
    if (walls) this.shape.show(plan.rooms[0]!);
    this.putShell(walls ? this.shape.element : drawRooms(plan.rooms));
    // While walls are worked on, the furniture is only looked at.
    this.pieces.inert(walls);
    this.pieceBar.show(this.pieces);
    this.shapeBar.show(this.shape);
  }

  /** Walls go under the pieces, which are left where they are: taken out and in again they would lose the focus. */
  private putShell(shell: SVGElement): void {
    const [before] = this.picture!.children;
    if (before === shell) return;
    if (before && before !== this.pieces.element) before.replaceWith(shell);
    else this.picture!.prepend(shell);
    if (this.pieces.element.parentNode !== this.picture) this.picture!.append(this.pieces.element);
  }

  /** While an outline is drawn, the plan itself has the keys. */
  private drawByKeys(on: boolean): void {
    const had = this.root.activeElement === this.picture;
    set(this.picture!, { tabindex: on ? 0 : null });
    if (on) this.picture!.focus({ preventScroll: true });
    else if (had) this.shapeBar.focus();
  }

  private pressFloor(event: PointerEvent): void {
    if (this.doing === "walls") {
      if (this.shape.drawn) this.shape.pressGrid(event, this.picture!);
      else if (event.target === this.picture || (event.target as Element).closest(".rooms, .gridlines")) this.shape.choose(null);
    } else if (!(event.target as Element).closest(".piece, .overlay")) this.pieces.select(null);
  }

  private tell(gesture: Gesture): void {
    this.open.push({ n: ++this.sent, gesture });
    this.dataset.open = String(this.open.length);
    const detail = { mount: this.mountId, gestures: this.open.map(({ n, gesture: one }) => ({ n, ...one })) };
    this.dispatchEvent(new CustomEvent("showroom-gesture", { detail, bubbles: true, composed: true }));
    if (this.waiting !== null) this.take(this.waiting);
  }

  private tellLive(pieces: readonly PlanPiece[]): void {
    this.dispatchEvent(new CustomEvent("plan-live", { detail: { pieces }, bubbles: true }));
  }
}
