/** What a visit needs of the element that shows it. */
import type { Words } from "../i18n";
import type { Stage } from "../stage/stage";

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly stage: Stage;
  readonly t: Words;
  /** The interface's language, and the visitor's own tag of it. */
  readonly lang: string;
  readonly locale: string;
  /** All languages that the visitor wants, best first. */
  readonly languages: readonly string[];
  reducedMotion(): boolean;
  /** Dispatch `showroom-<name>`; false when the page prevents what would follow. */
  tell(name: string, detail?: Record<string, unknown>, cancelable?: boolean): boolean;
  /** Let an attribute say what is shown. */
  reflect(attribute: "mode" | "time", value: string): void;
  /** Put elements over the picture, under the cover. */
  lay(...elements: HTMLElement[]): void;
}
