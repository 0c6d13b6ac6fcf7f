/**
 * Products come into the room file by file: the nearest in view first and coarse, then as fine as
 * they are large on screen. Pieces of one product share its geometry and textures, and no file is
 * fetched twice. A product that cannot be loaded is a plain box of its size, and is told.
 */
import { BoxGeometry, Frustum, Matrix4, Mesh, MeshStandardMaterial, type Object3D } from "three";

import type { Product } from "../model/showroom";
import { referenceDistance, wantedLevel, withinBudget } from "./level_choice";
import type { LoadedGlb } from "./load";
import type { Looks } from "./looks";
import type { Piece } from "./room_scene";
import type { Stage } from "./stage";

/** Triangles that all products of a room may have together; the shell has some hundreds. */
const BUDGET_TRIANGLES = 140_000;
const AT_ONCE = 4;

/** What stands: the shell alone, what the visitor sees as fine as wanted, or all of the room. */
export type Loaded = "shell" | "view" | "all";

interface Stock {
  readonly product: Product;
  readonly stands: Stand[];
  /** By level: its model once it is here, null where it cannot be had. */
  readonly models: (Object3D | null | undefined)[];
  readonly coming: Set<number>;
  /** By level: the variants of its file. */
  readonly looks: (Looks | null)[];
  /** The variant that its pieces show; null as the file comes. */
  look: string | null;
}

interface Stand {
  readonly piece: Piece;
  level: number | null;
  wanted: number;
  distance_m: number;
  inView: boolean;
}

export interface FurnishingEvents {
  /** Some pieces show another model. */
  changed(): void;
  loaded(stage: Loaded): void;
  /** No file of this product could be loaded; `reason` is the last fault. */
  missing(product: Product, reason: unknown): void;
}

export class Furnishing {
  /** Bytes of the product files that came over the network. */
  bytes = 0;
  loaded: Loaded = "shell";
  private readonly stock: readonly Stock[];
  private readonly stands: readonly Stand[];
  private readonly boxes: Mesh[] = [];
  private running = 0;
  private started = false;

  constructor(
    private readonly stage: Stage,
    pieces: readonly Piece[],
    private readonly load: (path: string) => Promise<LoadedGlb>,
    private readonly events: FurnishingEvents,
  ) {
    const products = new Set(pieces.map((piece) => piece.product));
    this.stock = [...products].map((product) => ({
      product,
      models: product.lods.map(() => undefined),
      coming: new Set(),
      looks: [],
      look: null,
      stands: pieces
        .filter((piece) => piece.product === product)
        .map((piece) => ({ piece, level: null, wanted: 0, distance_m: 0, inView: false })),
    }));
    this.stands = this.stock.flatMap((stock) => stock.stands);
  }

  start(): void {
    this.started = true;
    for (const stock of this.stock) if (stock.models.length === 0) this.standIn(stock, "no file of it is named");
    this.stage.followers.add(this.follow);
    this.follow();
  }

  dispose(): void {
    this.started = false;
    this.stage.followers.delete(this.follow);
    for (const box of this.boxes) box.geometry.dispose();
  }

  /** How many pieces show each level, the finest first. */
  levels(): number[] {
    const counts: number[] = [];
    for (const { level } of this.stands) if (level !== null) counts[level] = (counts[level] ?? 0) + 1;
    return Array.from(counts, (count) => count ?? 0);
  }

  /** The variants of a product that the visitor can choose among; null while no file of it is here, or has any. */
  looksOf(sku: string): Looks | null {
    const looks = this.stockOf(sku)?.looks ?? [];
    return looks.find((one) => one) ?? null;
  }

  lookOf(sku: string): string | null {
    return this.stockOf(sku)?.look ?? null;
  }

  /** Show all pieces of a product in another variant. */
  async wear(sku: string, look: string): Promise<void> {
    const stock = this.stockOf(sku);
    if (!stock) return;
    stock.look = look;
    await Promise.all(stock.looks.map((looks) => looks?.wear(look)));
    if (!this.started || stock.look !== look) return;
    for (const { piece, level } of stock.stands) {
      const model = level === null ? null : stock.models[level];
      if (model) this.put(piece, model.clone());
    }
    this.events.changed();
  }

  private stockOf(sku: string): Stock | undefined {
    return this.stock.find(({ product }) => product.sku === sku);
  }

  private readonly follow = (): void => {
    if (!this.started) return;
    this.wish();
    let changed = false;
    for (const stock of this.stock)
      for (const stand of stock.stands) changed = this.show(stock, stand) || changed;
    if (changed) this.events.changed();
    this.fetch();
    this.tell();
  };

  /** What each piece should show from where the visitor stands. */
  private wish(): void {
    const { camera, height, quality } = this.stage;
    camera.updateMatrixWorld();
    const frustum = new Frustum().setFromProjectionMatrix(
      new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse),
    );
    const fov_rad = (camera.fov * Math.PI) / 180;
    const height_px = height * Math.min(devicePixelRatio || 1, quality.maxPixelRatio);
    const wishes = this.stock.flatMap(({ product, models, stands }) =>
      stands.map((stand) => {
        const distance = stand.piece.box.distanceToPoint(camera.position);
        stand.distance_m = referenceDistance(distance, fov_rad, height_px);
        stand.inView = frustum.intersectsBox(stand.piece.box);
        // The levels that can be had, finest first: a file that failed is as if it were not.
        const usable = product.lods.map((_, i) => i).filter((i) => models[i] !== null);
        const levels = usable.map((i) => product.lods[i]!);
        const shown = stand.level === null ? null : usable.indexOf(stand.level);
        const wanted = wantedLevel(levels, stand.distance_m, shown === -1 ? null : shown);
        return { stand, usable, levels, wanted, distance_m: stand.distance_m };
      }),
    );
    withinBudget(wishes, BUDGET_TRIANGLES).forEach((given, i) => {
      const { stand, usable } = wishes[i]!;
      stand.wanted = usable[given] ?? -1;
    });
  }

  /** Put the wanted model where a piece stands, or the best there is while nothing stands; true if that is another. */
  private show(stock: Stock, stand: Stand): boolean {
    if (stand.wanted < 0 || stand.level === stand.wanted) return false;
    let level = stand.wanted;
    if (!stock.models[level]) {
      if (stand.level !== null) return false;
      level = lastIndex(stock.models, (model) => Boolean(model));
      if (level < 0) return false;
    }
    stand.level = level;
    this.put(stand.piece, stock.models[level]!.clone());
    return true;
  }

  /** Replace what a piece shows; marks such as the outline's go over to the new model. */
  private put(piece: Piece, model: Object3D): void {
    const { object } = piece;
    object.clear();
    model.traverse((node) => {
      node.layers.mask = object.layers.mask;
      if ((node as Mesh).isMesh) node.castShadow = node.receiveShadow = true;
    });
    object.add(model);
    object.updateMatrixWorld(true);
    this.stage.invalidate();
  }

  /** Start the most urgent downloads: what stands empty, then what is in view, then what is near. */
  private fetch(): void {
    const wanted: { stock: Stock; level: number; stand: Stand }[] = [];
    for (const stock of this.stock)
      for (const stand of stock.stands) {
        if (stand.wanted < 0) continue;
        const coarsest = lastIndex(stock.models, (model) => model !== null);
        const level = stand.level === null ? coarsest : stand.wanted;
        if (stock.models[level] === undefined) wanted.push({ stock, level, stand });
      }
    const rank = ({ stand }: { stand: Stand }) =>
      (stand.level === null ? 0 : 2e6) + (stand.inView ? 0 : 1e6) + stand.distance_m;
    wanted.sort((a, b) => rank(a) - rank(b));
    for (const { stock, level } of wanted) {
      if (this.running >= AT_ONCE) return;
      if (!stock.coming.has(level)) void this.bring(stock, level);
    }
  }

  private async bring(stock: Stock, level: number): Promise<void> {
    stock.coming.add(level);
    this.running++;
    try {
      const glb = await this.load(stock.product.lods[level]!.glb);
      this.bytes += glb.bytes;
      if (stock.look !== null) await glb.looks?.wear(stock.look);
      stock.looks[level] = glb.looks;
      await this.stage.renderer.compileAsync(glb.scene, this.stage.camera, this.stage.scene);
      stock.models[level] = glb.scene;
    } catch (reason) {
      if (!this.started) return;
      stock.models[level] = null;
      console.warn(`${stock.product.sku}: ${reason instanceof Error ? reason.message : String(reason)}`);
      if (stock.models.every((model) => model === null)) this.standIn(stock, reason);
    } finally {
      this.running--;
      stock.coming.delete(level);
    }
    this.follow();
  }

  /** A plain box of the product's size where its pieces should stand. */
  private standIn(stock: Stock, reason: unknown): void {
    const [width, height, depth] = stock.product.size_m;
    const material = new MeshStandardMaterial({ color: 0xb9b2a8, roughness: 0.9 });
    const box = new Mesh(new BoxGeometry(width, height, depth).translate(0, height / 2, 0), material);
    this.boxes.push(box);
    for (const { piece } of stock.stands) this.put(piece, box.clone());
    this.events.changed();
    this.events.missing(stock.product, reason);
  }

  private tell(): void {
    const done = ({ level, wanted }: Stand) => wanted < 0 || level === wanted;
    const view = this.stands.every((stand) => !stand.inView || done(stand));
    if (this.loaded === "shell" && view) this.events.loaded((this.loaded = "view"));
    if (this.loaded === "view" && this.stands.every(done)) this.events.loaded((this.loaded = "all"));
  }
}

/** The last index that passes, or -1: ES2022 has no `findLastIndex`. */
function lastIndex<T>(list: readonly T[], passes: (one: T) => boolean): number {
  let i = list.length - 1;
  while (i >= 0 && !passes(list[i]!)) i--;
  return i;
}
