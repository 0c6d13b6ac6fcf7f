/** Walking at eye height: keys and drag, or a click on the floor; furniture and walls stop the visitor. */
import { type PerspectiveCamera, Vector3 } from "three";

import type { Point } from "../model/showroom";
import { route } from "../plan/route";
import { nearestFree, slide, type WalkArea } from "../plan/walk_area";
import type { Stage } from "../stage/stage";

const SPEED_M_S = 1.7;
const TURN_RAD_S = 1.6;
const LIFT_RAD_S = 0.8;
const EASE_PER_S = 10;
const PITCH_LIMIT_RAD = 1.2;
type Wish = [forward: number, right: number, turn: number, lift: number];
const KEYS: Record<string, Readonly<Wish>> = {
  KeyW: [1, 0, 0, 0],
  ArrowUp: [1, 0, 0, 0],
  KeyS: [-1, 0, 0, 0],
  ArrowDown: [-1, 0, 0, 0],
  KeyA: [0, -1, 0, 0],
  KeyD: [0, 1, 0, 0],
  ArrowLeft: [0, 0, 1, 0],
  ArrowRight: [0, 0, -1, 0],
  KeyQ: [0, 0, 1, 0],
  KeyE: [0, 0, -1, 0],
  PageUp: [0, 0, 0, 1],
  PageDown: [0, 0, 0, -1],
};

/** Where the visitor stands (room frame) and looks: yaw 0 looks along +Z, pi/2 along +X. */
export interface Pose {
  readonly position_m: readonly [number, number, number];
  readonly yaw_rad: number;
  readonly pitch_rad: number;
}

export function lookDirection(yaw_rad: number, pitch_rad: number): Vector3 {
  const flat = Math.cos(pitch_rad);
  return new Vector3(Math.sin(yaw_rad) * flat, Math.sin(pitch_rad), Math.cos(yaw_rad) * flat);
}

export class Walk {
  enabled = false;
  private x = 0;
  private z = 0;
  private eye_m = 1.6;
  private yaw = 0;
  private pitch = 0;
  private readonly held = new Set<string>();
  private velocity: Wish = [0, 0, 0, 0];
  private path: Point[] = [];

  constructor(
    private readonly stage: Stage,
    private area: WalkArea,
    private readonly reducedMotion: () => boolean,
  ) {
    stage.ticks.add(this.tick);
  }

  get pose(): Pose {
    return { position_m: [this.x, this.eye_m, this.z], yaw_rad: this.yaw, pitch_rad: this.pitch };
  }

  place(pose: Pose): void {
    [this.x, this.z] = nearestFree(this.area, [pose.position_m[0], pose.position_m[2]]);
    this.eye_m = pose.position_m[1];
    this.yaw = pose.yaw_rad;
    this.pitch = pose.pitch_rad;
    this.path = [];
    this.apply();
  }

  /** A place to look at a point from: free, some steps away from it, facing it. */
  poseTowards(target: Vector3, distance_m: number, prefer: Vector3): Pose {
    const away = new Vector3(prefer.x, 0, prefer.z);
    if (away.lengthSq() < 1e-6) away.set(this.x - target.x, 0, this.z - target.z);
    away.normalize().multiplyScalar(distance_m);
    const [x, z] = nearestFree(this.area, [target.x + away.x, target.z + away.z]);
    const flat = Math.hypot(target.x - x, target.z - z);
    return {
      position_m: [x, this.eye_m, z],
      yaw_rad: Math.atan2(target.x - x, target.z - z),
      pitch_rad: Math.max(-0.75, Math.atan2(target.y - this.eye_m, Math.max(0.3, flat))),
    };
  }

  /** Furniture was moved: who would now stand in it steps aside. */
  refurnish(area: WalkArea): void {
    this.area = area;
    this.place(this.pose);
  }

  look(dx_px: number, dy_px: number): void {
    const scale = (this.stage.camera.fov * Math.PI) / 180 / this.stage.height;
    this.yaw += dx_px * scale;
    this.pitch = pitchWithin(this.pitch + dy_px * scale);
    this.apply();
  }

  /** True when the key moves the visitor. */
  key(code: string, down: boolean): boolean {
    if (!(code in KEYS)) return false;
    if (down) this.held.add(code);
    else this.held.delete(code);
    this.path = [];
    this.stage.invalidate();
    return true;
  }

  releaseKeys(): void {
    this.held.clear();
  }

  walkTo(target: Point): void {
    const way = route(this.area, [this.x, this.z], target);
    if (!way) return;
    if (this.reducedMotion()) {
      [this.x, this.z] = way[way.length - 1]!;
      this.apply();
      return;
    }
    this.path = way.slice(1);
    this.stage.invalidate();
  }

  private readonly tick = (passed: number): boolean => {
    if (!this.enabled) return false;
    // A slowly drawn picture must not throw the visitor across the room.
    const seconds = Math.min(0.1, passed);
    const wish: Wish = [0, 0, 0, 0];
    for (const code of this.held) KEYS[code]!.forEach((value, i) => (wish[i] = wish[i]! + value));
    const blend = 1 - Math.exp(-EASE_PER_S * seconds);
    this.velocity = this.velocity.map((v, i) => v + (Math.sign(wish[i]!) - v) * blend) as Wish;
    const moving = this.velocity.some((v) => Math.abs(v) > 0.01);
    if (moving) {
      const [forward, right, turn, lift] = this.velocity;
      this.yaw += turn * TURN_RAD_S * seconds;
      this.pitch = pitchWithin(this.pitch + lift * LIFT_RAD_S * seconds);
      const step = SPEED_M_S * seconds;
      const dx = (Math.sin(this.yaw) * forward - Math.cos(this.yaw) * right) * step;
      const dz = (Math.cos(this.yaw) * forward + Math.sin(this.yaw) * right) * step;
      [this.x, this.z] = slide(this.area, [this.x, this.z], dx, dz);
      this.apply();
    }
    const walking = this.followPath(seconds);
    return moving || walking || this.held.size > 0;
  };

  private followPath(seconds: number): boolean {
    let left = SPEED_M_S * seconds;
    while (left > 0 && this.path.length > 0) {
      const [x, z] = this.path[0]!;
      const d = Math.hypot(x - this.x, z - this.z);
      const step = Math.min(d, left);
      if (d > 1e-6) {
        this.x += ((x - this.x) / d) * step;
        this.z += ((z - this.z) / d) * step;
      }
      left -= Math.max(step, 1e-6);
      if (step >= d - 1e-9) this.path.shift();
      this.apply();
    }
    return this.path.length > 0;
  }

  private apply(): void {
    if (this.enabled) applyPose(this.stage.camera, this.pose);
    this.stage.invalidate();
  }

  dispose(): void {
    this.stage.ticks.delete(this.tick);
  }
}

function pitchWithin(pitch_rad: number): number {
  return Math.min(PITCH_LIMIT_RAD, Math.max(-PITCH_LIMIT_RAD, pitch_rad));
}

export function applyPose(camera: PerspectiveCamera, pose: Pose): void {
  camera.position.set(...pose.position_m);
  camera.up.set(0, 1, 0);
  camera.lookAt(camera.position.clone().add(lookDirection(pose.yaw_rad, pose.pitch_rad)));
}
