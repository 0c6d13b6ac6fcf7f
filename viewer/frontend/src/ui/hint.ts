/** One line at the picture's foot: what the hand can do here. It goes once the visitor does it. */
import type { Key, Words } from "../i18n";
import type { Mode } from "../navigate/navigator";
import { el } from "./element";

export type Topic = Mode | "measure";

const FINGERS: Record<Topic, Key> = {
  walk: "hint_walk_touch",
  orbit: "hint_orbit_touch",
  plan: "hint_plan_touch",
  measure: "hint_measure_touch",
};
const MOUSE: Record<Topic, Key> = {
  walk: "hint_walk",
  orbit: "hint_orbit",
  plan: "hint_plan",
  measure: "measure_hint",
};

export class Hint {
  readonly element = el("div", { class: "hint gone", "aria-hidden": "true" });
  private readonly known = new Set<Topic>();
  private topic: Topic | null = null;

  constructor(private readonly t: Words) {}

  /** The line of a topic, unless the visitor has shown to know it. */
  show(topic: Topic): void {
    this.topic = topic;
    if (this.known.has(topic)) return void this.element.classList.add("gone");
    const keys = matchMedia("(pointer: coarse)").matches ? FINGERS : MOUSE;
    this.element.textContent = this.t(keys[topic]);
    this.element.classList.remove("gone");
  }

  /** The visitor does it. */
  done(topic: Topic): void {
    this.known.add(topic);
    if (this.topic === topic) this.element.classList.add("gone");
  }
}
