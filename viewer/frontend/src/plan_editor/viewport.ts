/** What part of the plan is seen: fitted to the room, zoomed by wheel, pinch or buttons. */
import { bounds } from "../plan/walk_area";
import type { Point } from "./plan";
import { px, PX_PER_M, set } from "./svg";

const MARGIN_M = 0.7;
const CLOSEST_M = 1.5;

export class Viewport {
  private box = { x: 0, z: 0, width: 5, depth: 5 };
  private whole = this.box;
  private readonly fingers = new Map<number, Point>();

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly zoomed: () => void,
  ) {
    new ResizeObserver(() => this.zoomed()).observe(svg);
    svg.addEventListener("wheel", (event) => {
      // A plain wheel scrolls the page; a pinch on a touchpad comes as a wheel with Ctrl.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.006), this.toPlan(event));
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => this.touch(event));
    svg.addEventListener("pointermove", (event) => this.pinch(event));
    for (const end of ["pointerup", "pointercancel"] as const)
      svg.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
  }

  /** Two fingers are on the plan: nobody drags furniture now. */
  get pinching(): boolean {
    return this.fingers.size > 1;
  }

  /** Drawing units that a pixel of the screen covers: words and marks keep their size by it. */
  get unitsPerPx(): number {
    const { clientWidth, clientHeight } = this.svg;
    if (clientWidth === 0 || clientHeight === 0) return 1;
    return Math.max(px(this.box.width) / clientWidth, px(this.box.depth) / clientHeight);
  }

  fit(corners: readonly Point[]): void {
    const { min, max } = bounds(corners);
    this.whole = {
      x: min[0] - MARGIN_M,
      z: min[1] - MARGIN_M,
      width: max[0] - min[0] + 2 * MARGIN_M,
      depth: max[1] - min[1] + 2 * MARGIN_M,
    };
    this.show(this.whole);
  }

  reset(): void {
    this.show(this.whole);
  }

  zoom(factor: number, about?: Point): void {
    const { x, z, width, depth } = this.box;
    const centre: Point = about ?? [x + width / 2, z + depth / 2];
    const limited = Math.min(Math.max(factor, width / (this.whole.width * 1.6)), width / CLOSEST_M);
    this.show({
      x: centre[0] - (centre[0] - x) / limited,
      z: centre[1] - (centre[1] - z) / limited,
      width: width / limited,
      depth: depth / limited,
    });
  }

  pan(by: Point): void {
    this.show({ ...this.box, x: this.box.x - by[0], z: this.box.z - by[1] });
  }

  toPlan(event: { clientX: number; clientY: number }): Point {
    const matrix = this.svg.getScreenCTM();
    if (!matrix) return [0, 0];
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return [at.x / PX_PER_M, at.y / PX_PER_M];
  }

  private touch(event: PointerEvent): void {
    if (event.pointerType === "touch") this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  private pinch(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    const now: Point = [event.clientX, event.clientY];
    this.fingers.set(event.pointerId, now);
    if (!other) return;
    const apart = (p: Point) => Math.hypot(p[0] - other[0], p[1] - other[1]);
    const middle = (p: Point) => ({ clientX: (p[0] + other[0]) / 2, clientY: (p[1] + other[1]) / 2 });
    const [from, to] = [this.toPlan(middle(before)), this.toPlan(middle(now))];
    this.pan([to[0] - from[0], to[1] - from[1]]);
    this.zoom(apart(now) / Math.max(1, apart(before)), this.toPlan(middle(now)));
  }

  private show(box: typeof this.box): void {
    this.box = box;
    set(this.svg, { viewBox: `${px(box.x)} ${px(box.z)} ${px(box.width)} ${px(box.depth)}` });
    this.zoomed();
  }
}
