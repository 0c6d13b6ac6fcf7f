/**
 * What the showroom and the product view share: a shadow root with our styles, loading, errors, a
 * clean end. The host carries `data-state` (loading, ready, error) and speaks in bubbling events.
 */
import { language, type Words, words } from "./i18n";
import { FormatError } from "./model/showroom";
import { DamagedFile, MissingFile } from "./stage/load";
import { NoWebGL, Stage } from "./stage/stage";
import { Cover } from "./ui/cover";
import css from "./ui/viewer.css?inline";

export abstract class ViewerElement extends HTMLElement {
  static readonly observedAttributes = ["src", "lang"];

  protected root: ShadowRoot;
  protected t: Words = words("en");
  protected lang_ = "en";
  protected stage: Stage | null = null;
  protected cover: Cover | null = null;
  private abort: AbortController | null = null;
  private queued = false;

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

  /** Tell the page: a `CustomEvent` named `showroom-…` that crosses shadow roots. */
  protected tell(name: string, detail: Record<string, unknown> = {}): void {
    this.dispatchEvent(new CustomEvent(`showroom-${name}`, { detail, bubbles: true, composed: true }));
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

  private async start(): Promise<void> {
    this.stop();
    const src = this.getAttribute("src");
    if (!src) return;
    const wanted = this.getAttribute("lang");
    this.lang_ = language(wanted ? [wanted] : navigator.languages);
    this.t = words(this.lang_);
    this.dataset.state = "loading";
    const abort = new AbortController();
    this.abort = abort;
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    this.cover = new Cover(this.t, this.coverTitle(), this.getAttribute("poster"));
    this.root.replaceChildren(canvas, this.cover.element);
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

  private sentence(error: unknown): string {
    if (error instanceof NoWebGL) return this.t("error_no_webgl");
    if (error instanceof MissingFile) return this.t("error_missing", { file: error.file });
    if (error instanceof DamagedFile || error instanceof FormatError)
      return this.t("error_format", { detail: error.message });
    return String(error instanceof Error ? error.message : error);
  }

  private fail(error: unknown, message: string): void {
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
