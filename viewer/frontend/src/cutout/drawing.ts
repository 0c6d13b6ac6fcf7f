/** What a merchant has drawn on a photo: a box and strokes, in the photo's pixels, with a way back. */

export type Point = readonly [x: number, y: number];
export type Box = readonly [left: number, top: number, right: number, bottom: number];

export interface Stroke {
  readonly kind: "keep" | "drop";
  readonly radius_px: number;
  readonly points_px: Point[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** No box smaller than this: a click is no box. */
export const SMALLEST_BOX_PX = 12;

interface State {
  readonly box: Box | null;
  readonly strokes: readonly Stroke[];
}

export class Drawing {
  private state: State = { box: null, strokes: [] };
  private readonly past: State[] = [];

  constructor(private readonly size: Size) {}

  get box(): Box | null {
    return this.state.box;
  }

  get strokes(): readonly Stroke[] {
    return this.state.strokes;
  }

  get empty(): boolean {
    return this.state.box === null && this.state.strokes.length === 0;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  setBox(a: Point, b: Point): boolean {
    const box = boxBetween(a, b, this.size);
    if (!box) return false;
    this.step({ ...this.state, box });
    return true;
  }

  addStroke(stroke: Stroke): void {
    this.step({ ...this.state, strokes: [...this.state.strokes, stroke] });
  }

  /** Arrow keys: the box as a whole, or its right and lower side; the first press makes one. */
  nudgeBox(dx: number, dy: number, resize: boolean): void {
    const { width, height } = this.size;
    if (!this.state.box) {
      this.step({ ...this.state, box: [width * 0.1, height * 0.1, width * 0.9, height * 0.9] });
      return;
    }
    const [left, top, right, bottom] = this.state.box;
    const box: Box = resize
      ? [
          left,
          top,
          clamp(right + dx, left + SMALLEST_BOX_PX, width),
          clamp(bottom + dy, top + SMALLEST_BOX_PX, height),
        ]
      : moved(this.state.box, clamp(dx, -left, width - right), clamp(dy, -top, height - bottom));
    this.step({ ...this.state, box });
  }

  undo(): void {
    this.state = this.past.pop() ?? this.state;
  }

  clear(): void {
    if (!this.empty) this.step({ box: null, strokes: [] });
  }

  private step(next: State): void {
    this.past.push(this.state);
    this.state = next;
  }
}

export function boxBetween(a: Point, b: Point, size: Size): Box | null {
  const xs = [a[0], b[0]].map((x) => clamp(x, 0, size.width)).sort((p, q) => p - q);
  const ys = [a[1], b[1]].map((y) => clamp(y, 0, size.height)).sort((p, q) => p - q);
  const [left, right] = [xs[0]!, xs[1]!];
  const [top, bottom] = [ys[0]!, ys[1]!];
  return right - left < SMALLEST_BOX_PX || bottom - top < SMALLEST_BOX_PX ? null : [left, top, right, bottom];
}

/** Points closer together than a part of the brush say nothing new. */
export function extended(points: Point[], next: Point, radius_px: number): boolean {
  const last = points.at(-1);
  if (last && Math.hypot(next[0] - last[0], next[1] - last[1]) < radius_px / 4) return false;
  points.push(next);
  return true;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function moved([left, top, right, bottom]: Box, dx: number, dy: number): Box {
  return [left + dx, top + dy, right + dx, bottom + dy];
}
