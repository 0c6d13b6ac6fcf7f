/** What can be done with the chosen piece, and what is wrong with it. */
import type { Words } from "../i18n";
import { el, icon } from "../ui/element";
import { faultWords, type PiecesLayer } from "./pieces_layer";
import { TOOLS } from "./tool_icons";

const QUARTER = Math.PI / 2;

export class PieceBar {
  readonly element = el("div", { class: "editor-bar" });
  private readonly name = el("strong", { class: "chosen-name" });
  private readonly note = el("span", { class: "chosen-note" });
  private readonly hint: HTMLElement;
  private readonly tools: HTMLElement;
  private readonly lock: HTMLButtonElement;

  constructor(private readonly t: Words, layer: PiecesLayer) {
    const tool = (name: keyof typeof TOOLS, label: string, act: () => void, text?: string) => {
      const button = el("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(TOOLS[name]), text ?? null);
      button.addEventListener("click", act);
      return button;
    };
    this.hint = el("p", { class: "editor-hint" }, t("plan_hint"));
    this.lock = tool("lock", t("plan_lock"), () => layer.toggleLock());
    this.lock.dataset.tool = "lock";
    this.tools = el(
      "div",
      { class: "tools", role: "toolbar", "aria-label": t("plan_piece_tools") },
      tool("left", t("plan_turn_left"), () => layer.turn(QUARTER), "90°"),
      tool("right", t("plan_turn_right"), () => layer.turn(-QUARTER), "90°"),
      tool("right", t("plan_turn_little"), () => layer.turn(-Math.PI / 12), "15°"),
      this.lock,
      tool("bin", t("plan_remove"), () => layer.remove()),
    );
    this.element.append(this.hint, el("div", { class: "chosen" }, this.name, this.note), this.tools);
  }

  show(layer: PiecesLayer): void {
    const piece = layer.selected;
    this.element.toggleAttribute("data-chosen", piece !== null);
    this.hint.hidden = piece !== null;
    this.tools.hidden = piece === null;
    this.name.textContent = piece?.name ?? "";
    if (!piece) return void (this.note.textContent = "");
    const faults = [...new Set(layer.faultsOf(piece.id).map((fault) => faultWords(this.t, fault, piece.id, (id) => layer.nameOf(id))))];
    const size = [piece.size_m[0], piece.size_m[2]].map((side) => Math.round(side * 100)).join(" × ");
    this.note.textContent = faults.length > 0 ? faults.join(" · ") : `${size} cm`;
    this.note.classList.toggle("wrong", faults.length > 0);
    const label = this.t(piece.locked ? "plan_unlock" : "plan_lock");
    this.lock.replaceChildren(icon(TOOLS[piece.locked ? "lock" : "unlock"]));
    this.lock.setAttribute("aria-pressed", String(piece.locked));
    this.lock.setAttribute("aria-label", label);
    this.lock.title = label;
  }
}
