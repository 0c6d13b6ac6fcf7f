/**
 * `<cutout-editor photo="…" mask="…">`: correct a cut-out with a box round the product and two
 * brushes. Everything is in the photo's pixels. "Apply" is told as `showroom-cutout`.
 */
import { language, type Key, type Words, words } from "../i18n";
import { el, icon } from "../ui/element";
import { markRadio, radioGroup } from "../ui/radio_group";
import { clamp, Drawing, extended, type Point, type Stroke } from "./drawing";
import css from "./cutout.css?inline";
import { Veil } from "./veil";

const TOOLS = ["keep", "drop", "box"] as const;
type Tool = (typeof TOOLS)[number];
const ICON: Record<Tool | "undo", string> = {
  keep: "M12 5v14M5 12h14",
  drop: "M5 12h14",
  box: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
  undo: "M9 7L5 11l4 4M5 11h9a5 5 0 0 1 0 10h-2",
};
/** Of the photo's shorter side. */
const BRUSH = { smallest: 0.006, usual: 0.03, largest: 0.12 };

export class CutoutEditor extends HTMLElement {
  static readonly observedAttributes = ["photo", "mask", "lang"];

  private readonly root = this.attachShadow({ mode: "open" });
  private t: Words = words("en");
  private tool: Tool = "keep";
  private drawing = new Drawing({ width: 1, height: 1 });
  private veil: Veil | null = null;
  private photo: HTMLImageElement | null = null;
  private radius_px = 10;
  private stroke: Stroke | null = null;
  private from: Point | null = null;
  private to: Point | null = null;
  /** Where the keyboard's brush is; null while the pointer draws. */
  private pen: Point | null = null;
  private resize: ResizeObserver | null = null;
  private generation = 0;

  private readonly canvas = el("canvas", { tabindex: "0", role: "application" });
  private readonly tools = new Map<Tool, HTMLButtonElement>();
  private readonly undo = el("button", { type: "button", class: "tool" });
  private readonly apply = el("button", { type: "button", class: "apply" });
  private readonly message = el("p", { class: "message", role: "status" });

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
    this.canvas.addEventListener("pointerdown", this.down);
    this.canvas.addEventListener("pointermove", this.move);
    this.canvas.addEventListener("pointerup", this.up);
    this.canvas.addEventListener("pointercancel", this.up);
    this.canvas.addEventListener("keydown", this.key);
    this.canvas.addEventListener("blur", () => this.putDown());
    this.undo.addEventListener("click", () => {
      this.drawing.undo();
      this.draw();
    });
    this.apply.addEventListener("click", this.finish);
  }

  connectedCallback(): void {
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(this.canvas);
    void this.start();
  }

  disconnectedCallback(): void {
    this.resize?.disconnect();
    this.generation += 1;
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after && this.isConnected) void this.start();
  }

  private async start(): Promise<void> {
    const generation = ++this.generation;
    const wanted = this.getAttribute("lang");
    this.t = words(language(wanted ? [wanted] : navigator.languages));
    this.dataset.state = "loading";
    this.build();
    try {
      const [photo, mask] = await Promise.all([
        picture(this.getAttribute("photo")),
        picture(this.getAttribute("mask")),
      ]);
      if (generation !== this.generation) return;
      if (!photo) throw new Error("no photo");
      this.photo = photo;
      const size = { width: photo.naturalWidth, height: photo.naturalHeight };
      this.drawing = new Drawing(size);
      this.veil = new Veil(mask, size);
      this.radius_px = Math.min(size.width, size.height) * BRUSH.usual;
      this.dataset.state = "ready";
      this.draw();
    } catch {
      if (generation !== this.generation) return;
      this.dataset.state = "error";
      this.message.textContent = this.t("cutout_error");
    }
  }

  private build(): void {
    this.tools.clear();
    const group = el("div", { class: "group", role: "radiogroup", "aria-label": this.t("cutout_tool") });
    for (const tool of TOOLS) {
      const label = this.t(`cutout_${tool}` as Key);
      const button = el("button", { type: "button", class: "tool", "data-tool": tool });
      button.append(icon(ICON[tool]), el("span", {}, label));
      this.tools.set(tool, button);
      group.append(button);
    }
    radioGroup(this.tools, (tool) => this.choose(tool));
    const size = el("input", { type: "range", min: "0", max: "100", value: "40", "aria-label": this.t("cutout_size") });
    size.addEventListener("input", () => {
      // Even steps for the eye: each a little larger than the one before.
      const share = BRUSH.smallest * (BRUSH.largest / BRUSH.smallest) ** (Number(size.value) / 100);
      this.radius_px = this.shortSide() * share;
      this.draw();
    });
    this.undo.replaceChildren(icon(ICON.undo), el("span", {}, this.t("cutout_undo")));
    this.apply.textContent = this.t("cutout_apply");
    this.message.textContent = "";
    this.canvas.setAttribute("aria-label", this.t("cutout_canvas"));
    const brush = el("label", { class: "size" }, el("span", {}, this.t("cutout_size")), size);
    this.root.replaceChildren(
      el("div", { class: "bar" }, group, brush, this.undo),
      this.canvas,
      el("div", { class: "foot" }, this.message, this.apply),
    );
    this.choose(this.tool);
  }

  private choose(tool: Tool): void {
    this.tool = tool;
    this.putDown();
    markRadio(this.tools, tool);
    this.message.textContent = this.t(tool === "box" ? "cutout_hint_box" : "cutout_hint_brush");
    this.draw();
  }

  private shortSide(): number {
    return this.photo ? Math.min(this.photo.naturalWidth, this.photo.naturalHeight) : 1;
  }

  /** From the photo's pixels to those of the page: scale and margins. */
  private fit(): { scale: number; left: number; top: number } {
    const { clientWidth, clientHeight } = this.canvas;
    const { naturalWidth = 1, naturalHeight = 1 } = this.photo ?? {};
    const scale = Math.min(clientWidth / naturalWidth, clientHeight / naturalHeight) || 1;
    return {
      scale,
      left: (clientWidth - naturalWidth * scale) / 2,
      top: (clientHeight - naturalHeight * scale) / 2,
    };
  }

  private point(event: PointerEvent): Point {
    const { scale, left, top } = this.fit();
    return this.inside([(event.offsetX - left) / scale, (event.offsetY - top) / scale]);
  }

  private inside([x, y]: Point): Point {
    const { naturalWidth = 1, naturalHeight = 1 } = this.photo ?? {};
    return [clamp(x, 0, naturalWidth), clamp(y, 0, naturalHeight)];
  }

  private readonly down = (event: PointerEvent): void => {
    if (!this.photo || event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.putDown();
    this.pen = null;
    const at = this.point(event);
    if (this.tool === "box") this.from = this.to = at;
    else this.stroke = { kind: this.tool, radius_px: this.radius_px, points_px: [at] };
    this.draw();
  };

  private readonly move = (event: PointerEvent): void => {
    const at = this.point(event);
    if (this.from) this.to = at;
    else if (!this.stroke || !extended(this.stroke.points_px, at, this.radius_px)) return;
    this.draw();
  };

  private readonly up = (): void => {
    if (this.from && this.to) this.drawing.setBox(this.from, this.to);
    this.from = this.to = null;
    this.putDown();
    this.draw();
  };

  /** End the stroke that is being drawn, by hand or by keyboard. */
  private putDown(): void {
    if (this.stroke) this.drawing.addStroke(this.stroke);
    this.stroke = null;
  }

  private readonly key = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      this.drawing.undo();
      this.draw();
      return;
    }
    if (event.key === " " && this.tool !== "box") {
      event.preventDefault();
      if (this.stroke) this.putDown();
      else {
        this.pen ??= this.middle();
        this.stroke = { kind: this.tool, radius_px: this.radius_px, points_px: [this.pen] };
      }
      this.draw();
      return;
    }
    const step = this.shortSide() * 0.02;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!way || !this.photo) return;
    event.preventDefault();
    const [dx, dy] = way as [number, number];
    if (this.tool === "box") this.drawing.nudgeBox(dx, dy, event.shiftKey);
    else {
      const [x, y] = this.pen ?? this.middle();
      this.pen = this.inside([x + dx, y + dy]);
      this.stroke?.points_px.push(this.pen);
    }
    this.draw();
  };

  private middle(): Point {
    return [(this.photo?.naturalWidth ?? 0) / 2, (this.photo?.naturalHeight ?? 0) / 2];
  }

  private readonly finish = (): void => {
    this.putDown();
    if (this.drawing.empty) {
      this.message.textContent = this.t("cutout_nothing");
      return;
    }
    const detail = { box: this.drawing.box, strokes: this.drawing.strokes };
    this.dispatchEvent(new CustomEvent("showroom-cutout", { detail, bubbles: true, composed: true }));
    this.apply.disabled = true;
    this.message.textContent = this.t("cutout_sent");
  };

  private draw(): void {
    const { canvas, photo, veil } = this;
    this.undo.disabled = !this.drawing.canUndo;
    if (!photo || !veil || !canvas.clientWidth) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    veil.show(this.drawing.box, this.stroke ? [...this.drawing.strokes, this.stroke] : this.drawing.strokes);
    const context = canvas.getContext("2d")!;
    const { scale, left, top } = this.fit();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, left * ratio, top * ratio);
    context.drawImage(photo, 0, 0);
    context.drawImage(veil.canvas, 0, 0);
    const line = 2 / scale;
    const shown = this.from && this.to ? [...this.from, ...this.to] : this.drawing.box;
    if (shown) {
      const [x0, y0, x1, y1] = shown as [number, number, number, number];
      outline(context, line, () => context.strokeRect(x0, y0, x1 - x0, y1 - y0));
    }
    if (this.pen && this.tool !== "box") {
      const [x, y] = this.pen;
      outline(context, line, () => {
        context.beginPath();
        context.arc(x, y, this.radius_px, 0, 2 * Math.PI);
        context.stroke();
      });
    }
  }
}

/** Dark on light: seen on any photo. */
function outline(context: CanvasRenderingContext2D, width: number, stroke: () => void): void {
  for (const [style, times] of [["#ffffff", 2], ["#0f5c4a", 1]] as const) {
    context.strokeStyle = style;
    context.lineWidth = width * times;
    stroke();
  }
}

async function picture(src: string | null): Promise<HTMLImageElement | null> {
  if (!src) return null;
  const image = new Image();
  image.src = new URL(src, document.baseURI).href;
  await image.decode();
  return image;
}
