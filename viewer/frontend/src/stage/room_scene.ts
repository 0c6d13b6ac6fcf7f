/** A showroom in the stage: pieces by SKU, the shell, light, shadows, and what a click hits. */
import { Box3, Group, type Mesh, type Object3D, Plane, Raycaster, Vector2, Vector3 } from "three";

import { carried, carrier, type Move, type Moved } from "../model/moves";
import type { Placement, Product, Showroom } from "../model/showroom";
import type { SolidBox } from "../plan/sight";
import { bounds, footprint } from "../plan/walk_area";
import { addContactShadow } from "./contact_shadow";
import { Daylight } from "./light";
import { DamagedFile, type LoadedGlb } from "./load";
import { openShell, type Part, shellParts, wallOf } from "./shell";
import type { Stage } from "./stage";
import type { Surroundings } from "./surroundings";

const SHELL = "shell";
const UP = new Vector3(0, 1, 0);
/** Where the sun stands when the scene has none of its own: high, from the front left. */
const SUN_FROM = new Vector3(-0.45, 1, 0.55);

export interface Piece {
  /** What it is; where it stands is the piece's own `placement`. */
  readonly product: Product;
  readonly node: string;
  /** Where it stands; empty until its model is loaded. */
  readonly object: Object3D;
  placement: Placement;
  /** Its bounds in the room, loaded or not. */
  readonly box: Box3;
}

export type Hit =
  | { readonly kind: "piece"; readonly piece: Piece; readonly point: Vector3 }
  | { readonly kind: "floor"; readonly point: Vector3 };

export class RoomScene {
  readonly pieces: readonly Piece[];
  readonly daylight: Daylight;
  solids: readonly SolidBox[];
  readonly centre: Vector3;
  readonly radius_m: number;
  private readonly shell: readonly Part[];
  private readonly shellMeshes: readonly Object3D[];
  /** Plain things that are not for sale: they are seen, cast shadows, and cannot be chosen. */
  private readonly fillers: readonly Object3D[];
  private parts: readonly Part[];
  private removeContactShadow: (() => void) | null = null;
  private refurnished = false;
  private readonly raycaster = new Raycaster();
  private opened = false;

  constructor(
    private readonly stage: Stage,
    /** With the places where the pieces stand now. */
    public showroom: Showroom,
    glb: LoadedGlb,
    surroundings: Surroundings | null,
  ) {
    const { polygon_m, height_m } = showroom.room;
    const { min, max } = bounds(polygon_m);
    this.centre = new Vector3((min[0] + max[0]) / 2, height_m / 2, (min[1] + max[1]) / 2);
    this.radius_m = Math.hypot(max[0] - min[0], height_m, max[1] - min[1]) / 2;
    stage.scene.add(glb.scene);
    stage.scene.updateMatrixWorld(true);

    this.pieces = showroom.products.flatMap((product) =>
      product.placements.map((placement) =>
        showroom.shell === null ? this.standing(product, placement, glb) : this.awaited(product, placement),
      ),
    );
    this.fillers = [...glb.nodes.values()].filter((node) => node.userData.kind === "filler");
    this.solids = solidBoxes(showroom);
    const shell = glb.nodes.get(SHELL);
    this.shell = shell ? shellParts(shell, polygon_m, height_m) : [];
    const meshes: Object3D[] = [];
    shell?.traverse((node) => {
      if ((node as Mesh).isMesh) meshes.push(node);
    });
    this.shellMeshes = meshes;
    this.parts = [...this.shell, ...this.hangingParts()];
    this.daylight = new Daylight(stage, surroundings);
    this.prepareShadows(shell);
    const floor = new Vector3(this.centre.x, 0, this.centre.z);
    const sunFrom = this.daylight.adopt(glb.scene, floor);
    this.daylight.aim(this.centre, this.radius_m, sunFrom && sunFrom.y > 0 ? sunFrom : SUN_FROM);
  }

  /** Open the dollhouse for the camera, or close it for a visitor inside. */
  open(dollhouse: boolean): void {
    if (dollhouse !== this.opened) this.shade(!dollhouse);
    this.opened = dollhouse;
    if (dollhouse)
      openShell(this.parts, this.showroom.room.polygon_m, this.stage.camera.position, this.showroom.room.height_m);
    else for (const part of this.parts) part.node.visible = true;
  }

  objectsOf(sku: string): Object3D[] {
    return this.pieces.filter((piece) => piece.product.sku === sku).map((piece) => piece.object);
  }

  /** Move pieces, and what lies on them or under them. */
  place({ showroom, moves }: Moved): void {
    const wanted = new Map(moves.map((move) => [move.node, move]));
    for (const filler of this.fillers) this.carry(filler, wanted);
    for (const piece of this.pieces) {
      const move = wanted.get(piece.node);
      if (!move) continue;
      piece.placement = { ...piece.placement, position_m: move.position_m, yaw_rad: move.yaw_rad };
      stand(piece.object, piece.placement);
      piece.box.copy(boundsOf(piece.product, piece.object));
    }
    this.showroom = showroom;
    this.solids = solidBoxes(showroom);
    this.parts = [...this.shell, ...this.hangingParts()];
    if (!this.refurnished) this.forgetBakedShadows();
    this.refurnished = true;
  }

  /** Shadows at the feet of what was moved: those that came with the room show where it stood before. */
  castContactShadow(): void {
    if (!this.refurnished) return;
    this.removeContactShadow?.();
    const { min, max } = bounds(this.showroom.room.polygon_m);
    const size_m = [max[0] - min[0], max[1] - min[1]] as const;
    const objects = [...this.pieces.map(({ object }) => object), ...this.fillers];
    this.removeContactShadow = addContactShadow(this.stage, objects, [this.centre.x, this.centre.z], size_m);
  }

  private carry(filler: Object3D, moves: ReadonlyMap<string, Move>): void {
    const node = carrier({ node: filler.name, position_m: filler.position.toArray() }, this.showroom.products);
    const move = node === null ? undefined : moves.get(node);
    const piece = this.pieces.find((candidate) => candidate.node === node);
    if (!move || !piece) return;
    const { position_m, turn_rad } = carried(filler.position.toArray(), piece.placement, move);
    filler.position.set(...position_m);
    filler.rotateOnWorldAxis(UP, turn_rad);
    filler.updateMatrixWorld(true);
  }

  private forgetBakedShadows(): void {
    for (const root of [...this.shellMeshes, ...this.fillers])
      root.traverse((node) => {
        for (const material of [(node as Mesh).material ?? []].flat())
          if ("aoMapIntensity" in material) material.aoMapIntensity = 0;
      });
  }

  /** The nearest surface under a point of the picture, whatever it is. */
  touch(ndc: Vector2): Vector3 | null {
    this.raycaster.setFromCamera(ndc, this.stage.camera);
    const { ray } = this.raycaster;
    const pieces = this.pieces.filter(({ object, box }) => object.visible && ray.intersectsBox(box));
    const others = [...this.fillers, ...this.shellMeshes].filter((node) => node.visible);
    const seen = [...pieces.map(({ object }) => object), ...others];
    return this.raycaster.intersectObjects(seen, true)[0]?.point ?? null;
  }

  /** What lies under a point of the picture (-1..1 each way). */
  pick(ndc: Vector2): Hit | null {
    this.raycaster.setFromCamera(ndc, this.stage.camera);
    const { ray } = this.raycaster;
    let nearest: { piece: Piece; point: Vector3; distance: number } | null = null;
    const candidates = this.pieces.filter((piece) => piece.object.visible && ray.intersectsBox(piece.box));
    for (const piece of candidates) {
      const hit = this.raycaster.intersectObject(piece.object, true)[0];
      if (hit && (!nearest || hit.distance < nearest.distance))
        nearest = { piece, point: hit.point, distance: hit.distance };
    }
    const blocking = this.parts.filter((part) => part.kind === "wall" && part.node.visible);
    const wall = this.raycaster.intersectObjects(blocking.map((part) => part.node), false)[0];
    if (nearest && (!wall || nearest.distance < wall.distance + 0.05))
      return { kind: "piece", piece: nearest.piece, point: nearest.point };
    const point = ray.intersectPlane(new Plane(new Vector3(0, 1, 0), 0), new Vector3());
    if (!point || (wall && wall.distance < point.distanceTo(ray.origin) - 0.05)) return null;
    return { kind: "floor", point };
  }

  /** A piece that came with the whole scene. */
  private standing(product: Product, placement: Placement, glb: LoadedGlb): Piece {
    const object = glb.nodes.get(placement.node);
    if (!object) throw new DamagedFile(this.showroom.scene, `no node named "${placement.node}"`);
    return { product, node: placement.node, object, placement, box: new Box3().setFromObject(object) };
  }

  /** The place of a piece whose model is still to come, with the bounds that its size and turn give. */
  private awaited(product: Product, placement: Placement): Piece {
    const object = new Group();
    object.name = placement.node;
    this.stage.scene.add(object);
    stand(object, placement);
    return { product, node: placement.node, object, placement, box: boundsOf(product, object) };
  }

  /** Pictures and mirrors vanish with the wall they hang on. */
  private hangingParts(): Part[] {
    const parts: Part[] = [];
    for (const { object, box } of this.pieces) {
      if (box.min.y < 0.4) continue;
      const centre = box.getCenter(new Vector3());
      const wall = wallOf(this.showroom.room.polygon_m, [centre.x, centre.z]);
      if (wall >= 0) parts.push({ node: object, kind: "wall", wall });
    }
    for (const node of this.fillers.filter((filler) => filler.userData.category === "picture")) {
      const centre = new Box3().setFromObject(node).getCenter(new Vector3());
      const wall = wallOf(this.showroom.room.polygon_m, [centre.x, centre.z]);
      if (wall >= 0) parts.push({ node, kind: "wall", wall });
    }
    return parts;
  }

  private prepareShadows(shell: Object3D | undefined): void {
    for (const object of [...this.pieces.map((piece) => piece.object), ...this.fillers])
      object.traverse((node) => {
        if ((node as Mesh).isMesh) node.castShadow = node.receiveShadow = true;
      });
    shell?.traverse((node) => {
      if ((node as Mesh).isMesh) node.receiveShadow = true;
    });
    this.shade(true);
  }

  /** Walls and ceiling keep the sun out, but for the windows; those of an open dollhouse do not. */
  private shade(closed: boolean): void {
    for (const { node, kind } of this.shell) node.castShadow = closed && kind !== "floor" && !seeThrough(node);
    this.daylight.flood(!closed);
  }
}

function stand(object: Object3D, { position_m, yaw_rad }: Placement): void {
  object.position.set(...position_m);
  object.rotation.set(0, yaw_rad, 0);
  object.updateMatrixWorld(true);
}

/** The room's bounds of a product that stands where the object does. */
function boundsOf(product: Product, object: Object3D): Box3 {
  const [width, height, depth] = product.size_m;
  const box = new Box3(new Vector3(-width / 2, 0, -depth / 2), new Vector3(width / 2, height, depth / 2));
  return box.applyMatrix4(object.matrixWorld);
}

function solidBoxes({ products }: Showroom): SolidBox[] {
  return products.flatMap((product) =>
    product.placements.map((placement) => ({
      ...footprint(product, placement),
      node: placement.node,
      bottom_m: placement.position_m[1],
      top_m: placement.position_m[1] + product.size_m[1],
    })),
  );
}

function seeThrough(node: Object3D): boolean {
  const { material } = node as Mesh;
  return [material].flat().some((one) => one.transparent);
}
