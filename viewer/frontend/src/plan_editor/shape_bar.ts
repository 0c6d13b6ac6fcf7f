/** What can be done with walls: doors, windows, corners, lengths, and a plan drawn anew. */
import type { Words } from "../i18n";
import { el, icon } from "../ui/element";
import { wallFrame } from "./poses";
import { area_m2 } from "./shape";
import type { ShapeLayer } from "./shape_layer";
import { TOOLS } from "./tool_icons";

export class ShapeBar {
  readonly element = el("div", { class: "editor-bar" });
  private readonly note = el("span", { class: "chosen-note" });
  private readonly length = el("input", { type: "number", min: "0.3", max: "40", step: "0.05", inputmode: "decimal" });
  private readonly field: HTMLElement;
  private readonly buttons: Readonly<Record<"door" | "window" | "corner" | "bin" | "pencil" | "cancel", HTMLButtonElement>>;

  constructor(private readonly t: Words, layer: ShapeLayer) {
    const tool = (name: keyof typeof TOOLS, label: string, act: () => void) => {
      const button = el("button", { type: "button", class: "tool labelled" }, icon(TOOLS[name]), label);
      button.addEventListener("click", act);
      return button;
    };
    this.buttons = {
      door: tool("door", t("shape_add_door"), () => layer.addOpening("door")),
      window: tool("window", t("shape_add_window"), () => layer.addOpening("window")),
      corner: tool("corner", t("shape_add_corner"), () => layer.addCorner()),
      bin: tool("bin", t("shape_remove"), () => layer.remove()),
      pencil: tool("pencil", t("shape_draw"), () => layer.startDrawing()),
      cancel: tool("cancel", t("shape_cancel"), () => layer.cancelDrawing()),
    };
    this.field = el("label", { class: "length-field" }, t("shape_length"), this.length, "m");
    this.length.addEventListener("change", () => {
      const value = this.length.valueAsNumber;
      if (Number.isFinite(value) && value > 0) layer.setLength(value);
    });
    const tools = el("div", { class: "tools", role: "toolbar", "aria-label": t("plan_walls") }, ...Object.values(this.buttons));
    this.element.append(el("div", { class: "chosen" }, this.note, this.field), tools);
  }

  /** To where drawing begins, when it has ended. */
  focus(): void {
    this.buttons.pencil.focus({ preventScroll: true });
  }

  show(layer: ShapeLayer): void {
    const { chosen, shape, drawn } = layer;
    const { t, buttons } = this;
    const drawing = drawn !== null;
    const value =
      chosen?.kind === "wall" && chosen.index < shape.polygon_m.length
        ? wallFrame({ id: "", ...shape }, chosen.index).length_m
        : chosen?.kind === "opening"
          ? shape.openings[chosen.index]?.width_m
          : undefined;
    this.field.hidden = drawing || value === undefined;
    if (value !== undefined) this.length.value = value.toFixed(2);
    this.note.textContent = drawing ? t("shape_draw_hint") : t("shape_area", { area: area_m2(shape.polygon_m).toFixed(1) });
    for (const name of ["door", "window", "pencil"] as const) buttons[name].hidden = drawing;
    buttons.corner.hidden = drawing || chosen?.kind !== "wall";
    buttons.bin.hidden = drawing || (chosen?.kind !== "opening" && !(chosen?.kind === "corner" && shape.polygon_m.length > 3));
    buttons.cancel.hidden = !drawing;
  }
}
