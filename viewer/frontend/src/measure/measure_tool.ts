/** Distances between points that the visitor sets on whatever is seen. */
import { type Vector2, Vector3 } from "three";

import type { Words } from "../i18n";
import type { Vec3 } from "../model/fields";
import { lengthText } from "../model/format";
import type { RoomScene } from "../stage/room_scene";
import type { Stage } from "../stage/stage";
import { el } from "../ui/element";
import { type Ruler, Rulers } from "./rulers";
import { toPixel } from "./screen_line";
import { distance, roomEdges, snapped } from "./snap";

/** So near to a corner or an edge it is meant. */
const MOUSE_PX = 14;
const FINGER_PX = 26;

export interface MeasureContext {
  readonly t: Words;
  readonly locale: string;
  /** Whether lengths are those of the floor plan, whatever was touched above it. */
  readonly flat: () => boolean;
  readonly say: (line: string) => void;
  readonly measured: (length_m: number) => void;
}

export class MeasureTool {
  readonly rulers: Rulers;
  readonly crosshair = el("div", { class: "crosshair", "aria-hidden": "true" });
  private on = false;
  private lines: Ruler[] = [];
  private first: Vec3 | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly room: RoomScene,
    private readonly context: MeasureContext,
  ) {
    this.rulers = new Rulers(stage);
  }

  get active(): boolean {
    return this.on;
  }

  start(): void {
    this.on = true;
    this.crosshair.hidden = false;
    this.context.say(this.context.t("measure_keys"));
  }

  stop(): void {
    this.on = false;
    this.reset();
  }

  /** Set a point at a place of the picture (-1..1 each way); every second one ends a line. */
  set(at: Vector2, touch: boolean): void {
    const { t, locale, say, measured } = this.context;
    const point = this.pointAt(at, touch);
    if (!point) return say(t("measure_nothing"));
    if (!this.first) {
      this.first = point;
      this.show(point);
      return say(t("measure_first"));
    }
    const length_m = distance(this.first, point);
    const label = lengthText(length_m, locale);
    this.lines.push({ from: this.first, to: point, label });
    this.first = null;
    this.show(null);
    say(t("measured", { length: label }));
    measured(length_m);
  }

  /** Show the line to where the mouse is, while its second point is to be set. */
  aim(at: Vector2 | null): void {
    if (this.first) this.show((at && this.pointAt(at, false)) ?? this.first);
  }

  /** Remove all lines; false when there were none. */
  clear(): boolean {
    if (this.lines.length === 0 && !this.first) return false;
    this.reset();
    this.context.say(this.context.t("measure_cleared"));
    return true;
  }

  dispose(): void {
    this.rulers.dispose();
  }

  private reset(): void {
    this.lines = [];
    this.first = null;
    this.show(null);
  }

  private show(to: Vec3 | null): void {
    const { first, lines } = this;
    if (!first || !to) return this.rulers.show(lines);
    const length_m = distance(first, to);
    const label = length_m === 0 ? "" : lengthText(length_m, this.context.locale);
    this.rulers.show([...lines, { from: first, to, label }]);
  }

  private pointAt(at: Vector2, touch: boolean): Vec3 | null {
    const hit = this.room.touch(at);
    if (!hit) return null;
    const { camera, width, height } = this.stage;
    const edges = roomEdges(this.room.showroom.room);
    const toScreen = (p: Vec3) => toPixel(p, camera, width, height);
    const [x, y, z] = snapped(vec(hit), edges, toScreen, touch ? FINGER_PX : MOUSE_PX);
    return [x, this.context.flat() ? 0 : y, z];
  }
}

const vec = ({ x, y, z }: Vector3): Vec3 => [x, y, z];
