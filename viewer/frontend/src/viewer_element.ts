/**
 * What the showroom and the product view share: a shadow root with our styles, loading, errors, a
 * clean end. The host carries `data-state` (waiting, loading, ready, error) and speaks in bubbling events.
 *
 * Attributes: `src`; `poster` to show while it loads; `lang` (the browser's, if absent); `autostart="off"` to wait
 * with the poster until the visitor asks for the 3D view.
 */
import { language, localeOf, type Words, words } from "./i18n";
import { FormatError } from "./model/showroom";
import { DamagedFile, MissingFile } from "./stage/load";
import { NoWebGL, Stage } from "./stage/stage";
import { Cover } from "./ui/cover";
import css from "./ui/viewer.css?inline";

export abstract class ViewerElement extends HTMLElement {
  static readonly observedAttributes: string[] = ["src", "lang"];

  protected root: ShadowRoot;
  protected t: Words = words("en");
  /** The interface's language. */
  protected lang_ = "en";
  /** The visitor's own tag of that language: its region chooses the units. */
  protected locale = "en";
  protected stage: Stage | null = null;
  protected cover: Cover | null = null;
  private abort: AbortController | null = null;
  private queued = false;
  private asked = false;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    this.queue();
  }

  disconnectedCallback(): void {
    this.stop();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after && this.isConnected) this.queue();
  }

  /** Tell the page: a `CustomEvent` named `showroom-…` that crosses shadow roots; false when it was prevented. */
  protected tell(name: string, detail: Record<string, unknown> = {}, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(`showroom-${name}`, { detail, bubbles: true, composed: true, cancelable }));
  }

  protected readonly reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Load and show; resolves when the first picture stands. */
  protected abstract open(src: string, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void>;
  protected abstract close(): void;
  protected abstract coverTitle(): string;

  private queue(): void {
    if (this.queued) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      if (this.isConnected) void this.start();
    });
  }

  /** The languages that the visitor wants, best first. */
  protected wanted(): readonly string[] {
    const wanted = this.getAttribute("lang");
    return wanted ? [wanted] : navigator.languages;
  }

  /** A copy of what is on screen, to stand until the next picture does; null for the usual cover. */
  protected still(): HTMLCanvasElement | null {
    return null;
  }

  private async start(): Promise<void> {
    const still = this.dataset.state === "ready" ? this.still() : null;
    const focused = this.root.activeElement !== null && this.root.activeElement === this.stage?.canvas;
    this.stop();
    const src = this.getAttribute("src");
    if (!src) return;
    this.lang_ = language(this.wanted());
    this.locale = localeOf(this.lang_, [...this.wanted(), ...navigator.languages]);
    this.t = words(this.lang_);
    if (this.getAttribute("autostart") === "off" && !this.asked) return this.wait();
    this.dataset.state = "loading";
    const abort = new AbortController();
    this.abort = abort;
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    this.cover = new Cover(this.t, this.coverTitle(), still ?? this.getAttribute("poster"));
    this.root.replaceChildren(canvas, this.cover.element);
    if (focused) canvas.focus({ preventScroll: true });
    try {
      this.stage = new Stage(canvas);
      this.stage.onLost = () => this.fail(new Error("context lost"), this.t("error_lost"));
      await this.open(new URL(src, document.baseURI).href, canvas, abort.signal);
      if (abort.signal.aborted) return;
      this.cover.done();
      this.dataset.state = "ready";
      this.tell("ready");
    } catch (error) {
      if (!abort.signal.aborted) this.fail(error, this.sentence(error));
    }
  }

  /** Stand as a picture with a button: nothing heavy is fetched before the visitor wants it. */
  private wait(): void {
    this.dataset.state = "waiting";
    this.cover = new Cover(this.t, this.coverTitle(), this.getAttribute("poster"));
    this.root.replaceChildren(this.cover.element);
    this.cover.offer(this.t("start"), () => {
      this.asked = true;
      void this.start();
    });
  }

  private sentence(error: unknown): string {
    if (error instanceof NoWebGL) return this.t("error_no_webgl");
    if (error instanceof MissingFile) return this.t("error_missing", { file: error.file });
    if (error instanceof DamagedFile || error instanceof FormatError)
      return this.t("error_format", { detail: error.message });
    return String(error instanceof Error ? error.message : error);
  }

  protected fail(error: unknown, message: string): void {
    this.dataset.state = "error";
    const cover = this.cover;
    if (cover) {
      if (!cover.element.isConnected) this.root.append(cover.element);
      cover.error(message, () => void this.start());
    }
    this.tell("error", { message, reason: error instanceof Error ? error.name : "Error" });
  }

  private stop(): void {
    this.abort?.abort();
    this.abort = null;
    this.close();
    this.stage?.dispose();
    this.stage = null;
  }
}
