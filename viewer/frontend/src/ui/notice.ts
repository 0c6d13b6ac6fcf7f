/** A line at the foot of the view that says what is missing, until it is read and closed. */
import { el, iconButton } from "./element";

export class Notice {
  private readonly lines = el("div", { class: "notice-lines" });
  readonly element: HTMLElement;

  constructor(closeLabel: string) {
    const close = iconButton("close", closeLabel, { class: "tool notice-close" });
    this.element = el("div", { class: "notice panel", role: "status", hidden: true }, this.lines, close);
    close.addEventListener("click", () => {
      this.element.hidden = true;
      this.lines.replaceChildren();
    });
  }

  say(line: string): void {
    this.lines.append(el("p", {}, line));
    this.element.hidden = false;
  }
}
