/** The product that the visitor looks at: its card, its outline, its dimensions. */
import { sizeRulers } from "../measure/piece_sizes";
import type { Rulers } from "../measure/rulers";
import type { Ar, Product } from "../model/showroom";
import type { Navigator } from "../navigate/navigator";
import type { Furnishing } from "../stage/furnishing";
import type { Outline } from "../stage/outline";
import type { RoomScene } from "../stage/room_scene";
import { productCard } from "../ui/card";
import type { ProductList } from "../ui/product_list";
import type { Host } from "./host";

/** As in the style sheet. */
const NARROW_PX = 720;
const LIFT_S = 0.25;

export interface Surfaces {
  readonly scene: RoomScene;
  readonly navigator: Navigator;
  readonly outline: Outline;
  readonly sizes: Rulers;
  readonly list: ProductList;
  /** Null where all products came with the room. */
  readonly furnishing: Furnishing | null;
  /** Whole address of a file that the showroom names. */
  readonly at: (path: string) => string;
}

export class Selection {
  private card: HTMLElement | null = null;
  private returnFocus: HTMLElement | null = null;
  private hovered: string | null = null;
  private dimensions = false;

  constructor(
    private readonly host: Host,
    private readonly on: Surfaces,
  ) {}

  get sku(): string | null {
    return this.host.element.dataset.selectedSku ?? null;
  }

  /** Show a product's card and outline; with `visit` the camera goes there. Null closes the card. */
  choose(sku: string | null, visit = false): void {
    const { host, on } = this;
    const product = on.scene.showroom.products.find((candidate) => candidate.sku === sku) ?? null;
    this.card?.remove();
    this.card = null;
    on.list.mark(product?.sku ?? null);
    for (const spot of host.root.querySelectorAll<HTMLElement>(".hotspot"))
      spot.toggleAttribute("aria-current", spot.dataset.sku === product?.sku);
    const before = this.sku;
    if (product) host.element.dataset.selectedSku = product.sku;
    else delete host.element.dataset.selectedSku;
    this.refresh();
    if (!product) {
      this.lift();
      if (before !== null) host.tell("close", { sku: before });
      return;
    }
    this.show(product);
    const piece = on.scene.pieces.find((candidate) => candidate.product.sku === product.sku);
    if (visit && piece) on.navigator.visit(piece);
    host.tell("select", { sku: product.sku, name: product.name });
  }

  /** Where the focus goes when the card closes. */
  returnTo(element: HTMLElement): void {
    this.returnFocus = element;
  }

  /** True when there was a card to close. */
  close(): boolean {
    if (!this.card) return false;
    this.choose(null);
    this.returnFocus?.focus({ preventScroll: true });
    return true;
  }

  /** Outline what the mouse is over; the chosen product keeps its line. */
  hover(sku: string | null): void {
    if (sku === this.hovered) return;
    this.hovered = sku;
    this.host.stage.canvas.classList.toggle("over-product", sku !== null);
    this.refresh();
  }

  /** Draw outline and dimensions where the pieces stand now. */
  refresh(): void {
    const { scene, outline, sizes } = this.on;
    const shown = [this.hovered, this.sku].filter((sku): sku is string => sku !== null);
    outline.show([...new Set(shown)].flatMap((sku) => scene.objectsOf(sku)));
    const { t, locale } = this.host;
    const measured = this.dimensions ? scene.pieces.filter((piece) => piece.product.sku === this.sku) : [];
    sizes.show(measured.flatMap(({ product, placement }) => sizeRulers(product.size_m, placement, t, locale)));
  }

  /** On a narrow screen the card covers the picture's lower part: what it is about is moved above it. */
  private lift(): void {
    const { stage, element } = this.host;
    const covered = this.card && element.clientWidth < NARROW_PX ? this.card.offsetHeight / stage.height : 0;
    stage.lift(covered / 2, this.host.reducedMotion() ? 0 : LIFT_S);
  }

  private show(product: Product): void {
    const { host, on } = this;
    const { t, locale } = host;
    const active = host.root.activeElement;
    if (active instanceof HTMLElement && !active.closest(".drawer, .card")) this.returnFocus = active;
    const looks = on.furnishing?.looksOf(product.sku);
    const whole = (path: string | null) => (path === null ? null : on.at(path));
    const ar: Ar | null = product.ar && { usdz: whole(product.ar.usdz), glb: whole(product.ar.glb) };
    this.card = productCard(
      product,
      {
        t,
        locale,
        poster: whole(product.poster),
        ar,
        looks: looks
          ? { names: looks.names, worn: on.furnishing!.lookOf(product.sku), colours: looks.colours() }
          : null,
        dimensions: this.dimensions,
      },
      {
        close: () => void this.close(),
        link: (sku, url) => host.tell("link", { sku, url }),
        look: ({ look, variant }) => {
          void on.furnishing?.wear(product.sku, look);
          host.tell("variant", { sku: product.sku, variant: variant?.sku ?? product.sku, name: look });
        },
        dimensions: (shown) => {
          this.dimensions = shown;
          this.refresh();
        },
        ar: (kind) => host.tell("ar", { sku: product.sku, kind }),
      },
    );
    host.lay(this.card);
    this.lift();
    this.card.querySelector<HTMLElement>(".card-close")?.focus({ preventScroll: true });
  }
}
