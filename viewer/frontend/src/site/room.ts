/** A room's stage on a page: the poster with its button, then the walkable room in its place. */
import type { Translate } from "./language";
import type { Command, Messages, Mode } from "./messages";

/** What this page asks of the viewer's element. */
export interface View extends HTMLElement {
  select(sku: string | null, visit?: boolean): void;
  setMode(mode: Mode): void;
  startTour(): void;
}

export class Room {
  private readonly button: HTMLButtonElement;
  private readonly status: HTMLElement;
  private view: Promise<View> | null = null;
  private hinted = false;
  private attempts = 0;

  /** `lang` is null where the viewer should ask the browser itself. */
  constructor(
    private readonly stage: HTMLElement,
    private readonly messages: Messages,
    private readonly t: Translate,
    private readonly lang: string | null,
  ) {
    this.button = stage.querySelector<HTMLButtonElement>("button.start")!;
    this.status = stage.querySelector<HTMLElement>(".stage-status")!;
    this.button.addEventListener("click", () => void this.start().catch(() => {}));
    // Who points at the button is about to press it.
    for (const name of ["pointerenter", "focus", "touchstart"])
      this.button.addEventListener(name, () => this.prepare(), { once: true, passive: true });
  }

  /** Let the browser fetch the script and the room's first files side by side. */
  prepare(): void {
    if (this.hinted) return;
    this.hinted = true;
    const { viewer, src, first } = this.stage.dataset;
    hint("modulepreload", viewer!);
    for (const file of [src!, ...(first ?? "").split(" ").filter(Boolean)]) hint("preload", file);
  }

  /** Start the 3D view once; resolves when it can be walked. A failure is told, and the button comes back. */
  start(): Promise<View> {
    this.view ??= this.open().catch((cause: unknown) => {
      this.view = null;
      throw cause;
    });
    return this.view;
  }

  async obey(command: Command): Promise<void> {
    const view = await this.start();
    if (command.command === "select") view.select(command.sku, true);
    else if (command.command === "mode") view.setMode(command.mode);
    else if (command.command === "tour") view.startTour();
  }

  private async open(): Promise<View> {
    this.prepare();
    const { stage, button, status, messages } = this;
    const focused = document.activeElement === button;
    button.disabled = true;
    status.textContent = this.t("opening");
    stage.dataset.state = "starting";
    messages.post("started");
    const view = document.createElement("showroom-view") as View;
    view.setAttribute("src", stage.dataset.src!);
    const poster = stage.querySelector<HTMLImageElement>("img.poster");
    if (poster) view.setAttribute("poster", poster.currentSrc || poster.src);
    if (this.lang) view.setAttribute("lang", this.lang);
    messages.follow(view);
    const ready = new Promise<void>((resolve) => view.addEventListener("showroom-ready", () => resolve(), { once: true }));
    try {
      const script = new URL(stage.dataset.viewer!, document.baseURI);
      // A browser remembers that a module could not be fetched, by its address.
      if (this.attempts++ > 0) script.searchParams.set("attempt", String(this.attempts));
      await import(/* @vite-ignore */ script.href);
    } catch (cause) {
      button.disabled = false;
      status.textContent = this.t("start_failed");
      delete stage.dataset.state;
      messages.post("error", { reason: "script", message: status.textContent });
      throw cause;
    }
    stage.append(view);
    stage.dataset.state = "started";
    button.hidden = true;
    status.textContent = "";
    // The viewer tells of a room that cannot be opened itself, with a button to try again.
    await ready;
    if (focused) view.shadowRoot?.querySelector("canvas")?.focus({ preventScroll: true });
    return view;
  }
}

function hint(rel: "modulepreload" | "preload", href: string): void {
  const link = document.createElement("link");
  link.rel = rel;
  if (rel === "preload") link.as = "fetch";
  link.crossOrigin = "anonymous";
  link.href = href;
  document.head.append(link);
}
