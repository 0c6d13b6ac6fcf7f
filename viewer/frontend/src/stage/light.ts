/**
 * The light of a room: a softbox environment made here (nothing is fetched), one sun that casts
 * the soft shadows, and the room's own lamps, which take over in the evening.
 */
import {
  BackSide,
  BoxGeometry,
  Color,
  DirectionalLight,
  Group,
  type Light,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  PlaneGeometry,
  PMREMGenerator,
  PointLight,
  Scene,
  SpotLight,
  Vector3,
  type WebGLRenderer,
} from "three";

import type { Stage } from "./stage";

export type TimeOfDay = "day" | "evening";

const MOODS = {
  day: { environment: 0.92, sun: 2.1, sunColour: 0xfff2df, lamps: 0.25, exposure: 1.0, sky: 0xf1eee9 },
  evening: { environment: 0.3, sun: 0.0, sunColour: 0xffd9a8, lamps: 1.7, exposure: 1.05, sky: 0x2a2a33 },
} as const;

/** Illuminance on the floor, in the renderer's units, that lamps of strength 1 add up to. */
const LAMP_TARGET = 1.6;

export class Daylight {
  readonly group = new Group();
  private readonly sun = new DirectionalLight(0xffffff, 1);
  private readonly lamps: { light: Light; share: number; position: Vector3 }[] = [];

  constructor(private readonly stage: Stage) {
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.setScalar(stage.quality.sunShadow_px);
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.02;
    this.sun.shadow.radius = 5;
    this.group.add(this.sun, this.sun.target);
    stage.scene.add(this.group);
    stage.scene.environment = softbox(stage.renderer, stage.quality.environment_px);
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
        light.visible = false;
        continue;
      }
      const e = light.intensity / Math.max(0.25, position.distanceToSquared(floor));
      total += e;
      reached.push(e);
      this.lamps.push({ light, share: light.intensity, position });
    }
    const scale = total > 0 ? LAMP_TARGET / total : 0;
    for (const lamp of this.lamps) lamp.share *= scale;
    return from;
  }

  set(time: TimeOfDay): void {
    const mood = MOODS[time];
    this.sun.intensity = mood.sun;
    this.sun.color.set(mood.sunColour);
    this.stage.scene.environmentIntensity = mood.environment;
    this.stage.renderer.toneMappingExposure = mood.exposure;
    (this.stage.scene.background as Color).set(mood.sky);
    // A room without lamps of its own would be black at night.
    const evening = this.lamps.length > 0 ? mood.environment : Math.max(0.55, mood.environment);
    this.stage.scene.environmentIntensity = evening;
    for (const { light, share } of this.lamps) light.intensity = share * mood.lamps;
    this.stage.invalidateShadows();
  }
}

/** A white room with a bright ceiling panel and two tall windows, blurred into an environment map. */
function softbox(renderer: WebGLRenderer, size: number) {
  const scene = new Scene();
  const box = new BoxGeometry(10, 6, 10);
  const walls = new MeshBasicMaterial({ color: new Color(0.78, 0.77, 0.75), side: BackSide });
  scene.add(new Mesh(box, walls));
  const panels: [size: [number, number], at: [number, number, number], strength: number][] = [
    [[6, 6], [0, 2.95, 0], 2.6],
    [[4, 3], [-4.95, 0.6, -1], 4.2],
    [[3, 3], [1.5, 0.6, 4.95], 2.4],
    [[10, 10], [0, -2.95, 0], 0.55],
  ];
  const disposables: { dispose(): void }[] = [box, walls];
  for (const [size, at, strength] of panels) {
    const geometry = new PlaneGeometry(...size);
    const material = new MeshBasicMaterial({ color: new Color(strength, strength * 0.99, strength * 0.96) });
    const panel = new Mesh(geometry, material);
    panel.position.set(...at);
    panel.lookAt(0, 0, 0);
    if (at[0] === 0 && at[2] === 0) panel.rotation.set(at[1] > 0 ? Math.PI / 2 : -Math.PI / 2, 0, 0);
    scene.add(panel);
    disposables.push(geometry, material);
  }
  const generator = new PMREMGenerator(renderer);
  const texture = generator.fromScene(scene, 0, 0.1, 30, { size }).texture;
  generator.dispose();
  for (const one of disposables) one.dispose();
  return texture;
}
