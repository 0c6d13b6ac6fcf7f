/** Lines with a length that lie over the picture and follow the camera: sharp at any size, and no part of the scene. */
import type { Vec3 } from "../model/fields";
import type { Stage } from "../stage/stage";
import { el, svg } from "../ui/element";
import { type Pixel, screenLine } from "./screen_line";

export interface Ruler {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly label: string;
  /** What the length is ("Width"). */
  readonly title?: string;
}

interface Drawn {
  readonly ruler: Ruler;
  readonly group: SVGGElement;
  readonly lines: readonly SVGLineElement[];
  readonly ends: readonly SVGCircleElement[];
  readonly label: HTMLElement;
}

export class Rulers {
  readonly element = el("div", { class: "labels" });
  private readonly picture = svg("svg", { class: "rulers", "aria-hidden": "true" });
  private drawn: Drawn[] = [];

  constructor(private readonly stage: Stage) {
    this.element.append(this.picture);
    stage.followers.add(this.follow);
  }

  show(rulers: readonly Ruler[]): void {
    for (const { group, label } of this.drawn) {
      group.remove();
      label.remove();
    }
    this.drawn = rulers.map((ruler) => {
      const lines = [svg("line", { class: "ruler-halo" }), svg("line", { class: "ruler" })];
      const ends = [svg("circle", { r: "4" }), svg("circle", { r: "4" })];
      const group = svg("g", {}, ...lines, ...ends);
      const label = el("div", { class: "label3d", title: ruler.title ?? null }, ruler.label);
      label.hidden = ruler.label === "";
      this.picture.append(group);
      this.element.append(label);
      return { ruler, group, lines, ends, label };
    });
    this.follow();
  }

  private readonly follow = (): void => {
    const { camera, width, height } = this.stage;
    camera.updateMatrixWorld();
    for (const { ruler, group, lines, ends, label } of this.drawn) {
      const line = screenLine(ruler.from, ruler.to, camera, width, height);
      group.style.display = line ? "" : "none";
      label.hidden = !line?.middle || ruler.label === "";
      if (!line) continue;
      const [a, b] = [rounded(line.from), rounded(line.to)];
      for (const one of lines) setAll(one, { x1: a[0], y1: a[1], x2: b[0], y2: b[1] });
      for (const [i, [cx, cy]] of [a, b].entries()) setAll(ends[i]!, { cx, cy });
      if (!line.middle) continue;
      const [x, y] = rounded(line.middle);
      label.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    }
  };

  dispose(): void {
    this.stage.followers.delete(this.follow);
  }
}

const rounded = ([x, y]: Pixel): [string, string] => [x.toFixed(1), y.toFixed(1)];

function setAll(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
