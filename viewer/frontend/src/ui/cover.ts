/** What lies over the view while it loads, and what says so when it cannot. */
import type { Words } from "../i18n";
import { el } from "./element";

export class Cover {
  readonly element: HTMLElement;
  private readonly bar = el("div", { class: "bar-fill" });
  private readonly progressbar: HTMLElement;
  private readonly body: HTMLElement;

  constructor(
    private readonly t: Words,
    title: string,
    /** Address of a picture, or what was on screen before. */
    poster: string | HTMLCanvasElement | null,
  ) {
    this.progressbar = el(
      "div",
      { class: "bar", role: "progressbar", "aria-label": title, "aria-valuemin": "0", "aria-valuemax": "100" },
      this.bar,
    );
    this.body = el("div", { class: "cover-body" }, el("p", { class: "cover-title" }, title), this.progressbar);
    const still = poster instanceof HTMLCanvasElement;
    const picture = typeof poster === "string" ? el("img", { class: "cover-poster", src: poster, alt: "" }) : poster;
    if (still) poster.className = "cover-poster";
    this.element = el("div", { class: still ? "cover still" : "cover" }, picture, this.body);
  }

  poster(url: string): void {
    if (this.element.querySelector(".cover-poster")) return;
    const image = el("img", { class: "cover-poster", src: url, alt: "" });
    image.addEventListener("error", () => image.remove());
    this.element.prepend(image);
  }

  progress(share: number | null): void {
    this.bar.classList.toggle("unknown", share === null);
    if (share === null) {
      this.progressbar.removeAttribute("aria-valuenow");
      return;
    }
    this.bar.style.transform = `scaleX(${share.toFixed(3)})`;
    this.progressbar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
  }

  done(): void {
    this.element.classList.add("gone");
    setTimeout(() => this.element.remove(), 600);
  }

  /** A button in place of the progress bar: the visitor decides when to begin. */
  offer(label: string, begin: () => void): void {
    const button = el("button", { type: "button", class: "button primary" }, label);
    button.addEventListener("click", begin);
    this.body.classList.add("offer");
    this.body.replaceChildren(button);
  }

  error(message: string, retry: () => void): void {
    const button = el("button", { type: "button", class: "button primary" }, this.t("retry"));
    button.addEventListener("click", retry);
    this.element.classList.remove("gone", "still");
    this.element.classList.add("failed");
    this.body.replaceChildren(
      el("p", { class: "cover-title" }, this.t("error_title")),
      el("p", { class: "cover-detail" }, message),
      button,
    );
    this.body.setAttribute("role", "alert");
  }
}
