/** Round markers that follow the products on screen; hidden when something stands before them. */
import { Vector3 } from "three";

import type { Product } from "../model/showroom";
import type { Words } from "../i18n";
import type { Stage } from "../stage/stage";
import { el } from "./element";

interface Spot {
  readonly button: HTMLButtonElement;
  readonly node: string;
  readonly at: Vector3;
}

/** A marker floats before the upper half of its piece. */
const HEIGHT_SHARE = 0.62;
/** Of pieces of one product that stand this near to each other on screen, one marker is enough. */
const CROWDED_PX = 30;

/** Says whether the straight line from the camera to `to` is free, leaving `node` aside. */
export type Sight = (to: Vector3, node: string) => boolean;

export class Hotspots {
  readonly element = el("div", { class: "hotspots" });
  private readonly spots: Spot[] = [];
  private readonly projected = new Vector3();

  constructor(
    private readonly stage: Stage,
    products: readonly Product[],
    t: Words,
    private readonly sight: Sight,
    choose: (sku: string) => void,
  ) {
    for (const product of products) {
      for (const placement of product.placements) {
        const button = el("button", {
          type: "button",
          class: "hotspot",
          "aria-label": t("show", { name: product.name }),
          "data-sku": product.sku,
          "data-node": placement.node,
          tabindex: "-1",
          hidden: true,
        });
        button.addEventListener("click", () => choose(product.sku));
        this.spots.push({ button, node: placement.node, at: new Vector3() });
        this.element.append(button);
      }
    }
    this.place(products);
    stage.followers.add(this.follow);
  }

  /** Put each marker where its piece stands. */
  place(products: readonly Product[]): void {
    for (const product of products)
      for (const { node, position_m } of product.placements) {
        const [x, y, z] = position_m;
        const spot = this.spots.find((candidate) => candidate.node === node);
        spot?.at.set(x, y + product.size_m[1] * HEIGHT_SHARE, z);
      }
    this.stage.invalidate();
  }

  show(visible: boolean): void {
    this.element.hidden = !visible;
    this.stage.invalidate();
  }

  private readonly follow = (): void => {
    if (this.element.hidden) return;
    const { camera, width, height } = this.stage;
    const shown: [sku: string, x: number, y: number][] = [];
    for (const { button, node, at } of this.spots) {
      const p = this.projected.copy(at).project(camera);
      const onScreen = p.z < 1 && Math.abs(p.x) < 0.97 && Math.abs(p.y) < 0.95;
      const x = ((p.x + 1) / 2) * width;
      const y = ((1 - p.y) / 2) * height;
      const sku = button.dataset.sku ?? "";
      const crowded = shown.some((one) => one[0] === sku && Math.hypot(one[1] - x, one[2] - y) < CROWDED_PX);
      const visible = onScreen && !crowded && this.sight(at, node);
      button.hidden = !visible;
      if (!visible) continue;
      shown.push([sku, x, y]);
      button.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  };

  dispose(): void {
    this.stage.followers.delete(this.follow);
  }
}
