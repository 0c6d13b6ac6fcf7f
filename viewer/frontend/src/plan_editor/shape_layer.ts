/** Walls and openings drawn with hand or keys: corners and walls are dragged, doors and windows set and slid. */
import type { Words } from "../i18n";
import type { Opening, PlanRoom, Point } from "./plan";
import { wallFrame } from "./poses";
import { drawGrid, drawRooms, pointOn } from "./draw_room";
import {
  closed,
  isRoom,
  onWallGrid,
  rectangle,
  type Shape,
  WALL_GRID_M,
  withCorner,
  withNewCorner,
  withOpening,
  withOpeningAt,
  withoutCorner,
  withWallLength,
  withWallMoved,
} from "./shape";
import { GRID_M, onGrid } from "./snap";
import { points, px, set, svg } from "./svg";
import type { Viewport } from "./viewport";

/** What is chosen in the plan's shell. */
export type Chosen =
  | { readonly kind: "wall"; readonly index: number }
  | { readonly kind: "corner"; readonly index: number }
  | { readonly kind: "opening"; readonly index: number };

export interface ShapeHost {
  readonly t: Words;
  readonly viewport: Viewport;
  /** The shape has another form for now. */
  changed(): void;
  /** A floor plan begins to be drawn anew, or no longer is. */
  drawing(on: boolean): void;
  finished(shape: Shape): void;
  chosen(chosen: Chosen | null): void;
  announce(text: string): void;
}

const CLICK_PX = 4;

export class ShapeLayer {
  readonly element = svg("g", { class: "shape" });
  shape: Shape = { polygon_m: [], openings: [] };
  chosen: Chosen | null = null;
  /** Corners set so far of a floor plan that is drawn anew; null while the old one is worked on. */
  drawn: Point[] | null = null;
  private hover: Point | null = null;
  private dragging = false;

  constructor(private readonly host: ShapeHost) {}

  get busy(): boolean {
    return this.dragging || this.drawn !== null;
  }

  show(room: PlanRoom): void {
    this.shape = { polygon_m: room.polygon_m, openings: room.openings };
    if (this.chosen && !this.exists(this.chosen)) this.choose(null);
    this.draw();
  }

  choose(chosen: Chosen | null): void {
    this.chosen = chosen;
    this.draw();
    this.host.chosen(chosen);
    if (chosen) this.element.querySelector<SVGElement>(`[data-part="${chosen.kind}-${chosen.index}"]`)?.focus({ preventScroll: true });
  }

  addOpening(kind: Opening["kind"]): void {
    const wall = this.chosen?.kind === "wall" ? this.chosen.index : longestFreeWall(this.shape);
    const { length_m } = wallFrame(asRoom(this.shape), wall);
    const next = withOpening(this.shape, kind, wall, length_m / 2);
    if (next.openings.length === this.shape.openings.length) return this.host.announce(this.host.t("shape_no_space"));
    this.apply(next, { kind: "opening", index: next.openings.length - 1 });
  }

  addCorner(): void {
    if (this.chosen?.kind !== "wall") return;
    this.apply(withNewCorner(this.shape, this.chosen.index), { kind: "corner", index: this.chosen.index + 1 }, false);
  }

  remove(): void {
    const { chosen } = this;
    if (chosen?.kind === "opening")
      this.apply({ ...this.shape, openings: this.shape.openings.filter((_, i) => i !== chosen.index) }, null);
    else if (chosen?.kind === "corner") this.apply(withoutCorner(this.shape, chosen.index), null);
  }

  setLength(length_m: number): void {
    const { chosen } = this;
    if (chosen?.kind === "wall") this.apply(withWallLength(this.shape, chosen.index, length_m), chosen);
    else if (chosen?.kind === "opening") {
      const { offset_m, width_m } = this.shape.openings[chosen.index]!;
      this.apply(withOpeningAt(this.shape, chosen.index, offset_m + (width_m - length_m) / 2, length_m), chosen);
    }
  }

  /** Begin a new floor plan; `cancelDrawing` goes back to the old one. */
  startDrawing(): void {
    this.drawn = [];
    this.chosen = null;
    this.host.chosen(null);
    this.host.announce(this.host.t("shape_draw_hint"));
    this.draw();
    this.host.drawing(true);
  }

  cancelDrawing(): void {
    this.drawn = this.hover = null;
    this.draw();
    this.host.changed();
    this.host.drawing(false);
  }

  /** A press on the grid while drawing: a corner, or with a drag a rectangle. */
  pressGrid(event: PointerEvent, target: Element): void {
    if (!this.drawn || event.button !== 0) return;
    event.preventDefault();
    const from = onWallGrid(this.host.viewport.toPlan(event));
    let to = from;
    this.follow(event, target, (now) => {
      to = onWallGrid(this.host.viewport.toPlan(now));
      if (this.drawn?.length === 0) this.preview(rectangle(from, to));
    }, (dragged) => {
      if (!this.drawn) return;
      if (dragged && this.drawn.length === 0) return this.close(rectangle(from, to));
      this.addPoint(to);
    });
  }

  moveGrid(event: PointerEvent): void {
    if (!this.drawn || this.dragging) return;
    this.hover = onWallGrid(this.host.viewport.toPlan(event));
    this.draw();
  }

  /** Drawing by keys: arrows move along the grid, Enter sets a corner, Backspace takes one back. */
  keyGrid(event: KeyboardEvent): void {
    if (!this.drawn || event.target !== event.currentTarget) return;
    const first = this.shape.polygon_m[0] ?? [0, 0];
    const at = this.hover ?? onWallGrid(this.drawn.at(-1) ?? first);
    const arrow = ARROWS[event.key];
    if (arrow) {
      this.hover = onWallGrid([at[0] + arrow[0] * WALL_GRID_M, at[1] + arrow[1] * WALL_GRID_M]);
      const [x, z] = [this.hover[0] - first[0], this.hover[1] - first[1]];
      this.host.announce(this.host.t("plan_at", { x: x.toFixed(2), z: z.toFixed(2) }));
      this.draw();
    } else if (event.key === "Enter" || event.key === " ") this.addPoint((this.hover = at));
    else if (event.key === "Backspace" || event.key === "Delete") {
      this.drawn = this.drawn.slice(0, -1);
      this.draw();
    } else if (event.key === "Escape") this.cancelDrawing();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private addPoint(at: Point): void {
    const drawn = this.drawn!;
    const first = drawn[0];
    if (first && drawn.length > 2 && Math.hypot(at[0] - first[0], at[1] - first[1]) < WALL_GRID_M / 2) return this.close(drawn);
    if (!drawn.some(([x, z]) => x === at[0] && z === at[1])) this.drawn = [...drawn, at];
    this.draw();
  }

  private close(corners: readonly Point[]): void {
    const polygon_m = closed(corners);
    if (!isRoom(polygon_m)) {
      this.host.announce(this.host.t("shape_impossible"));
      return this.startDrawing();
    }
    this.drawn = this.hover = null;
    let shape: Shape = { polygon_m, openings: [] };
    // A room is entered by a door and has daylight; both can be put elsewhere.
    const wall = longestFreeWall(shape);
    shape = withOpening(shape, "window", wall, wallFrame(asRoom(shape), wall).length_m / 2);
    const other = longestFreeWall(shape);
    shape = withOpening(shape, "door", other, 0.65);
    this.apply(shape, null);
    this.host.drawing(false);
  }

  private exists({ kind, index }: Chosen): boolean {
    return index < (kind === "opening" ? this.shape.openings : this.shape.polygon_m).length;
  }

  /** Take a change over if it is still a room; `finish` is false for a corner that has yet to be dragged. */
  private apply(next: Shape, chosen: Chosen | null, finish = true): void {
    if (finish && !isRoom(next.polygon_m)) {
      this.host.announce(this.host.t("shape_impossible"));
      return this.draw();
    }
    this.shape = next;
    this.choose(chosen);
    this.host.changed();
    if (finish) this.host.finished(next);
  }

  private draw(): void {
    const { shape, host } = this;
    if (this.drawn) return this.drawNew();
    const room = asRoom(shape);
    const unit = host.viewport.unitsPerPx;
    const parts: SVGElement[] = [drawRooms([room]), drawGrid(shape.polygon_m, WALL_GRID_M)];
    shape.polygon_m.forEach((_, i) => {
      const { a, b, along, inward, length_m } = wallFrame(room, i);
      const at = pointOn(room, i)(length_m / 2, -0.16 - 0.14 * unit);
      const length = length_m.toFixed(2);
      const label = svg("text", { class: "length", "text-anchor": "middle", dy: "0.35em", "font-size": 14 * unit, transform: `translate(${px(at[0])} ${px(at[1])}) rotate(${reading(along).toFixed(1)})`, "aria-hidden": "true" }, `${length} m`);
      const line = svg("path", { class: "grip", d: path([a, b]) });
      parts.push(this.part("wall", i, host.t("shape_wall", { n: i + 1, length }), [svg("path", { class: "edge", d: path([a, b]) }), line], (from, now) => {
        const out = -((now[0] - from[0]) * inward[0] + (now[1] - from[1]) * inward[1]);
        return withWallMoved(this.original, i, onGrid(out, WALL_GRID_M));
      }, (arrow) => withWallMoved(shape, i, -WALL_GRID_M * Math.round(arrow[0] * inward[0] + arrow[1] * inward[1]))), label);
    });
    shape.openings.forEach((opening, i) => {
      const { along } = wallFrame(room, opening.wall);
      const at = pointOn(room, opening.wall);
      const ends = [at(opening.offset_m, 0.05), at(opening.offset_m + opening.width_m, 0.05), at(opening.offset_m + opening.width_m, -0.21), at(opening.offset_m, -0.21)];
      const words = host.t(opening.kind === "door" ? "shape_door" : "shape_window", { width: opening.width_m.toFixed(2), n: opening.wall + 1 });
      parts.push(this.part("opening", i, words, [svg("polygon", { class: `opening ${opening.kind}`, points: points(ends) })], (from, now) => {
        const by = (now[0] - from[0]) * along[0] + (now[1] - from[1]) * along[1];
        const before = this.original.openings[i]!;
        return withOpeningAt(this.original, i, onGrid(before.offset_m + by), before.width_m);
      }, (arrow) => withOpeningAt(shape, i, opening.offset_m + GRID_M * Math.sign(arrow[0] * along[0] + arrow[1] * along[1]), opening.width_m)));
    });
    shape.polygon_m.forEach((corner, i) => {
      const words = host.t("shape_corner", { n: i + 1 });
      const dot = [svg("circle", { class: "hit", r: 22 }), svg("circle", { class: "knob", r: 8 })];
      const part = this.part("corner", i, words, dot, (_, now) => withCorner(this.original, i, onWallGrid(now)), (arrow) =>
        withCorner(shape, i, onWallGrid([corner[0] + arrow[0] * WALL_GRID_M, corner[1] + arrow[1] * WALL_GRID_M])));
      set(part, { transform: `translate(${px(corner[0])} ${px(corner[1])}) scale(${unit})` });
      parts.push(part);
    });
    const root = this.element.getRootNode();
    const focused = root instanceof ShadowRoot ? root.activeElement?.getAttribute("data-part") : null;
    this.element.replaceChildren(...parts);
    if (focused) this.element.querySelector<SVGElement>(`[data-part="${focused}"]`)?.focus({ preventScroll: true });
  }

  /** The shape before the drag that is under way. */
  private original: Shape = this.shape;

  private part(
    kind: Chosen["kind"],
    index: number,
    label: string,
    children: SVGElement[],
    drag: (from: Point, now: Point) => Shape,
    nudge: (arrow: Point) => Shape,
  ): SVGGElement {
    const chosen = this.chosen?.kind === kind && this.chosen.index === index;
    const group = svg("g", { class: `part ${kind}-part`, tabindex: 0, role: "button", "data-part": `${kind}-${index}`, "aria-label": label, "aria-pressed": String(chosen) }, ...children);
    group.addEventListener("focus", () => {
      if (!(this.chosen?.kind === kind && this.chosen.index === index)) this.choose({ kind, index });
    });
    group.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.host.viewport.pinching) return;
      event.preventDefault();
      const from = this.host.viewport.toPlan(event);
      this.original = this.shape;
      if (!chosen) this.choose({ kind, index });
      this.follow(event, this.element, (now) => {
        const next = drag(from, this.host.viewport.toPlan(now));
        if (next.openings.length < this.original.openings.length) return;
        this.shape = next;
        this.draw();
        this.host.changed();
      }, (dragged) => {
        if (!dragged) return;
        const next = this.shape;
        this.shape = this.original;
        this.apply(next, { kind, index });
      });
    });
    group.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) this.apply(nudge(arrow), { kind, index });
      else if (event.key === "Delete" || event.key === "Backspace") this.remove();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return group;
  }

  private follow(event: PointerEvent, target: Element, move: (now: PointerEvent) => void, end: (dragged: boolean) => void): void {
    const from: Point = [event.clientX, event.clientY];
    target.setPointerCapture(event.pointerId);
    const moves = (now: Event) => {
      const pointer = now as PointerEvent;
      if (pointer.pointerId !== event.pointerId) return;
      if (!this.dragging && Math.hypot(pointer.clientX - from[0], pointer.clientY - from[1]) < CLICK_PX) return;
      this.dragging = true;
      move(pointer);
    };
    const ends = (now: Event) => {
      target.removeEventListener("pointermove", moves);
      target.removeEventListener("pointerup", ends);
      target.removeEventListener("pointercancel", ends);
      const dragged = this.dragging;
      this.dragging = false;
      end(dragged && now.type === "pointerup");
      if (now.type === "pointercancel" && dragged) {
        this.shape = this.original;
        this.draw();
      }
    };
    for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, ends);
    target.addEventListener("pointermove", moves);
  }

  private preview(ring: readonly Point[]): void {
    this.element.replaceChildren(drawGrid(this.shape.polygon_m, WALL_GRID_M), svg("polygon", { class: "draft", points: points(ring) }), ...sides(ring, true));
  }

  private drawNew(): void {
    const drawn = this.drawn!;
    const line = this.hover && drawn.length > 0 ? [...drawn, this.hover] : drawn;
    const dots = drawn.map(([x, z], i) => svg("circle", { class: i === 0 ? "knob first" : "knob", cx: px(x), cy: px(z), r: i === 0 ? 11 : 7 }));
    this.element.replaceChildren(
      drawGrid(this.shape.polygon_m, WALL_GRID_M),
      svg("polygon", { class: "ghost", points: points(this.shape.polygon_m) }),
      svg("polyline", { class: "draft", points: points(line) }),
      ...sides(line, false),
      ...dots,
      ...(this.hover ? [svg("circle", { class: "knob", cx: px(this.hover[0]), cy: px(this.hover[1]), r: 5 })] : []),
    );
  }
}

const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Degrees by which words along a wall are turned, to be read from below or from the right. */
function reading([x, z]: Point): number {
  const degrees = (Math.atan2(z, x) * 180) / Math.PI;
  return degrees >= 89.9 ? degrees - 180 : degrees < -90.1 ? degrees + 180 : degrees;
}

const asRoom = (shape: Shape): PlanRoom => ({ id: "", ...shape });
const path = (line: readonly Point[]): string => `M${line.map(([x, z]) => `${px(x).toFixed(1)} ${px(z).toFixed(1)}`).join("L")}`;

function longestFreeWall(shape: Shape): number {
  const free = (i: number) =>
    wallFrame(asRoom(shape), i).length_m - shape.openings.filter(({ wall }) => wall === i).reduce((sum, { width_m }) => sum + width_m + 2, 0);
  return shape.polygon_m.map((_, i) => i).reduce((best, i) => (free(i) > free(best) + 1e-6 ? i : best), 0);
}

function sides(line: readonly Point[], ring: boolean): SVGElement[] {
  const count = ring ? line.length : line.length - 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const [a, b] = [line[i]!, line[(i + 1) % line.length]!];
    const text = `${Math.hypot(b[0] - a[0], b[1] - a[1]).toFixed(2)} m`;
    return svg("text", { class: "length", "text-anchor": "middle", "font-size": 17, x: px((a[0] + b[0]) / 2), y: px((a[1] + b[1]) / 2) - 8 }, text);
  });
}
