/** Tells a screen reader what others see happen. */
import { el } from "./element";

export class Announcer {
  readonly element = el("div", { class: "visually-hidden announcer", role: "status", "aria-live": "polite" });

  say(line: string): void {
    // The same line twice is told twice only if the text changes between.
    this.element.textContent = this.element.textContent === line ? `${line}\u00a0` : line;
  }
}
