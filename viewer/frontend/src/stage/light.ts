/**
 * The light of a room: the picture of light that comes with the showroom, one sun that casts the
 * soft shadows, and the room's own lamps, which take over in the evening. A single product, or a
 * showroom of an older version, stands in a softbox that is made here.
 */
import {
  type BufferGeometry,
  Color,
  DirectionalLight,
  Group,
  type Light,
  type Mesh,
  type MeshBasicMaterial,
  type Object3D,
  PointLight,
  SpotLight,
  type Texture,
  Vector3,
} from "three";

import { type Direction, environmentMap, panoramaOf } from "./environment_map";
import type { Stage } from "./stage";
import type { Surroundings, TimeOfDay } from "./surroundings";

const MOODS = {
  day: { softbox: 0.92, surroundings: 0.9, sun: 2.8, lamps: 0, exposure: 1.0, sky: 0xe3edf5, paper: 0xf1eee9, garden: 1.0 },
  evening: { softbox: 0.3, surroundings: 0.52, sun: 0.0, lamps: 0.5, exposure: 1.05, sky: 0x262b3a, paper: 0x2a2a33, garden: 0.035 },
} as const;
const SUN_COLOUR = 0xfff2df;

/** The sun that floods an open dollhouse, beside the one that comes in through a window. */
const FLOOD = 0.5;
/** A point under the ceiling burns a hole into it; a lamp's shade spreads the light from further down. */
const SHADE_M = 0.5;
const CEILING_M = 1.9;
/** A lone lamp beside a sofa cannot light the whole room without burning the sofa out. */
const BRIGHTEST_LAMP = 2.5;
/** Eyes adapt to lamps: so much of their colour goes. */
const ADAPTED = 0.55;

/** Illuminance on the floor, in the renderer's units, that lamps of strength 1 add up to. */
const LAMP_TARGET = 1.6;

export class Daylight {
  readonly group = new Group();
  private readonly sun = new DirectionalLight(SUN_COLOUR, 1);
  private readonly lamps: { light: Light; share: number; position: Vector3 }[] = [];

  private softbox_: Texture | null = null;
  private time: TimeOfDay | null = null;
  private open = false;
  private garden: Mesh<BufferGeometry, MeshBasicMaterial> | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly surroundings: Surroundings | null = null,
  ) {
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.setScalar(stage.quality.sunShadow_px);
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.02;
    this.sun.shadow.radius = 5;
    this.group.add(this.sun, this.sun.target);
    stage.scene.add(this.group);
  }

  /** Fit the sun's shadow to a box of the scene, `from` being the direction it shines from. */
  aim(centre: Vector3, radius_m: number, from: Vector3): void {
    const distance = radius_m * 2.5;
    this.sun.target.position.copy(centre);
    this.sun.position.copy(centre).addScaledVector(from.clone().normalize(), distance);
    const view = this.sun.shadow.camera;
    view.left = view.bottom = -radius_m;
    view.right = view.top = radius_m;
    view.near = 0.1;
    view.far = distance + radius_m * 2;
    view.updateProjectionMatrix();
    // The picture's window lies towards +X: turn it to where the sun comes in.
    this.stage.scene.environmentRotation.set(0, Math.atan2(-from.z, from.x), 0);
    this.stage.invalidateShadows();
  }

  /** Take the lights that came with the scene: its sun's direction, and its lamps for the evening. */
  adopt(root: Object3D, floor: Vector3): Vector3 | null {
    let from: Vector3 | null = null;
    const lights: Light[] = [];
    root.updateWorldMatrix(true, true);
    root.traverse((node) => {
      if (node instanceof DirectionalLight || node instanceof PointLight || node instanceof SpotLight)
        lights.push(node);
    });
    let total = 0;
    const reached: number[] = [];
    for (const light of lights) {
      const position = light.getWorldPosition(new Vector3());
      if (light instanceof DirectionalLight) {
        const target = light.target.getWorldPosition(new Vector3());
        if (position.distanceTo(target) < 1e-6) target.set(0, 0, -1).applyQuaternion(light.quaternion);
        from = position.sub(target);
        this.sun.color.copy(light.color);
        light.visible = false;
        continue;
      }
      const e = light.intensity / Math.max(0.25, position.distanceToSquared(floor));
      total += e;
      reached.push(e);
      if (position.y > CEILING_M) light.position.y -= SHADE_M;
      light.color.lerp(new Color(1, 1, 1), ADAPTED);
      this.lamps.push({ light, share: light.intensity, position });
    }
    const scale = total > 0 ? LAMP_TARGET / total : 0;
    for (const lamp of this.lamps) lamp.share = Math.min(lamp.share * scale, BRIGHTEST_LAMP);
    return from;
  }

  /**
   * Change to a time of day, once its picture of light is here; a later call overtakes an earlier one.
   * Throws what loading threw, and the softbox stands in.
   */
  async set(time: TimeOfDay): Promise<void> {
    this.time = time;
    let environment: Texture | null = null;
    let fault: unknown = null;
    try {
      environment = (await this.surroundings?.at(time)) ?? null;
    } catch (cause) {
      fault = cause;
    }
    if (this.time !== time) return;
    this.apply(time, environment);
    if (fault) throw fault;
  }

  /** Put a garden behind the windows; it dims in the evening, and an open dollhouse stands on its page. */
  see(garden: Mesh<BufferGeometry, MeshBasicMaterial>): void {
    this.garden = garden;
    this.stage.scene.add(garden);
    if (this.time) this.shine(this.time);
    this.stage.invalidate();
  }

  /** Whether the sun floods the room from above, walls and ceiling casting no shadow, or comes in through windows. */
  flood(open: boolean): void {
    this.open = open;
    if (this.time) this.shine(this.time);
    this.stage.invalidateShadows();
  }

  /** The sun, and what is seen behind the room: the sky through windows, or the dollhouse's ground. */
  private shine(time: TimeOfDay): void {
    const mood = MOODS[time];
    this.sun.intensity = mood.sun * (this.open ? FLOOD : 1);
    (this.stage.scene.background as Color).set(this.open ? mood.paper : mood.sky);
    if (!this.garden) return;
    this.garden.visible = !this.open;
    this.garden.material.color.setRGB(mood.garden, mood.garden, mood.garden);
  }

  private apply(time: TimeOfDay, environment: Texture | null): void {
    const mood = MOODS[time];
    const { scene, renderer } = this.stage;
    this.shine(time);
    renderer.toneMappingExposure = mood.exposure;
    scene.environment = environment ?? (this.softbox_ ??= environmentMap(panoramaOf(softbox)));
    const strength = environment ? mood.surroundings : mood.softbox;
    // A room without lamps of its own would be black at night.
    scene.environmentIntensity = this.lamps.length > 0 ? strength : Math.max(0.55, strength);
    for (const { light, share } of this.lamps) light.intensity = share * mood.lamps;
    this.stage.invalidateShadows();
  }
}

/** A white room of 10 x 6 x 10 with bright panels: their side, where on it, and how bright. */
const PANELS: readonly { axis: 0 | 1 | 2; at: number; middle: Direction; half: number; light: number }[] = [
  { axis: 1, at: 2.95, middle: [0, 0, 0], half: 3, light: 2.6 },
  { axis: 0, at: -4.95, middle: [0, 0.6, -1], half: 1.75, light: 4.2 },
  { axis: 2, at: 4.95, middle: [1.5, 0.6, 0], half: 1.5, light: 2.4 },
  { axis: 1, at: -2.95, middle: [0, 0, 0], half: 5, light: 0.55 },
];
const WALLS: Direction = [0.78, 0.77, 0.75];

/** What is seen from the middle of the softbox. */
function softbox(direction: Direction): Direction {
  for (const { axis, at, middle, half, light } of PANELS) {
    const reach = at / direction[axis];
    if (!(reach > 0 && Number.isFinite(reach))) continue;
    const inside = direction.every((part, side) => side === axis || Math.abs(part * reach - middle[side]!) <= half);
    if (inside) return [light, light * 0.99, light * 0.96];
  }
  return WALLS;
}
