/** The three ways to see a room (walking, dollhouse, floor plan) and the flights between them. */
import { MathUtils, Spherical, Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";

import type { Piece, RoomScene } from "../stage/room_scene";
import type { Stage } from "../stage/stage";
import { bounds, walkArea } from "../plan/walk_area";
import { Fly, type View, viewTowards } from "./fly";
import { lookDirection, type Pose, Walk } from "./walk";

export type Mode = "walk" | "orbit" | "plan";
export const MODES: readonly Mode[] = ["walk", "orbit", "plan"];

/** Vertical angle of view when walking on a wide screen; a tall one sees at least this sideways. */
const WALK_FOV = 58;
const MIN_SIDEWAYS_FOV = 52;
const ORBIT_FOV = 34;
const PLAN_FOV = 14;
const ENTRANCE_PITCH_RAD = -0.1;
const NEAREST_M = 0.05;
const FARTHEST_M = 100;
const KEY_TURN_RAD = 0.12;
/** Of the distance to the plan. */
const KEY_SHIFT_SHARE = 0.02;
const ORBIT_KEYS: Record<string, readonly [right: number, up: number, nearer: number]> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  KeyA: [-1, 0, 0],
  KeyD: [1, 0, 0],
  KeyW: [0, 1, 0],
  KeyS: [0, -1, 0],
  Equal: [0, 0, 1],
  NumpadAdd: [0, 0, 1],
  Minus: [0, 0, -1],
  NumpadSubtract: [0, 0, -1],
};

/** Where a visitor is, and how they see the room. */
export interface Standpoint {
  readonly mode: Mode;
  /** Where they stand when walking. */
  readonly pose: Pose;
  readonly view: View;
  readonly target: Vector3;
  /** False in the middle of a flight. */
  readonly arrived: boolean;
}

export class Navigator {
  mode: Mode = "walk";
  onMode: (mode: Mode) => void = () => {};
  readonly walk: Walk;
  private readonly orbit: OrbitControls;
  private readonly fly: Fly;

  constructor(
    private readonly stage: Stage,
    private readonly room: RoomScene,
    reducedMotion: () => boolean,
  ) {
    const { showroom } = room;
    this.walk = new Walk(stage, walkArea(showroom.room.polygon_m, showroom.products), reducedMotion);
    this.fly = new Fly(stage, reducedMotion);
    this.orbit = new OrbitControls(stage.camera, stage.canvas);
    this.orbit.enableDamping = !reducedMotion();
    this.orbit.dampingFactor = 0.12;
    this.orbit.maxPolarAngle = Math.PI * 0.47;
    this.orbit.minDistance = 1.2;
    this.orbit.enabled = false;
    this.orbit.addEventListener("change", () => stage.invalidate());
    stage.ticks.add(this.tick);
    this.walk.enabled = true;
    this.walk.place(this.entrance());
    this.setFov(this.walkFov());
  }

  entrance(): Pose {
    const { position_m, yaw_rad } = this.room.showroom.entrance;
    return { position_m, yaw_rad, pitch_rad: ENTRANCE_PITCH_RAD };
  }

  /** Change the way of seeing; with `seconds` 0 there is no flight. */
  go(mode: Mode, seconds?: number): void {
    if (mode === this.mode) return;
    this.walk.enabled = false;
    this.orbit.enabled = false;
    this.mode = mode;
    this.onMode(mode);
    this.arrive(mode, seconds);
  }

  /** True when the key moves the view of the dollhouse or the plan. */
  key(code: string): boolean {
    const step = ORBIT_KEYS[code];
    if (!step || !this.orbit.enabled) return false;
    const { camera } = this.stage;
    const [right, up, nearer] = step;
    const away = new Spherical().setFromVector3(camera.position.clone().sub(this.orbit.target));
    away.radius = MathUtils.clamp(away.radius * (1 - 0.12 * nearer), this.orbit.minDistance, this.orbit.maxDistance);
    if (this.mode === "orbit") {
      away.theta += right * KEY_TURN_RAD;
      away.phi = MathUtils.clamp(away.phi - up * KEY_TURN_RAD, this.orbit.minPolarAngle, this.orbit.maxPolarAngle);
    } else {
      const shift = away.radius * KEY_SHIFT_SHARE;
      this.orbit.target.add(new Vector3(right * shift, 0, -up * shift));
    }
    camera.position.setFromSpherical(away).add(this.orbit.target);
    this.orbit.update();
    this.stage.invalidate();
    return true;
  }

  /** Where the visitor is, for another version of the same room. */
  standpoint(): Standpoint {
    const { position, quaternion, fov } = this.stage.camera;
    return {
      mode: this.mode,
      pose: this.walk.pose,
      view: { position: position.clone(), quaternion: quaternion.clone(), fov },
      target: this.orbit.target.clone(),
      arrived: !this.fly.active,
    };
  }

  /** Be where the visitor was. */
  stand(at: Standpoint): void {
    this.walk.place(at.pose);
    this.go(at.mode, 0);
    if (at.mode === "walk" || !at.arrived) return;
    const { camera } = this.stage;
    camera.position.copy(at.view.position);
    camera.quaternion.copy(at.view.quaternion);
    this.setFov(at.view.fov);
    this.orbit.target.copy(at.target);
    this.orbit.update();
  }

  /** Furniture was moved: the visitor's ways are others now. */
  refurnish(): void {
    const { showroom } = this.room;
    this.walk.refurnish(walkArea(showroom.room.polygon_m, showroom.products));
  }

  /** Fly to stand before a piece, when walking; turn around it, in the dollhouse. */
  visit(piece: Piece): void {
    const target = piece.box.getCenter(new Vector3());
    if (this.mode !== "walk") {
      if (this.mode === "orbit") this.turnAround(target);
      return;
    }
    const size = piece.box.getSize(new Vector3());
    const { yaw_rad } = piece.placement;
    const front = new Vector3(Math.sin(yaw_rad), 0, Math.cos(yaw_rad));
    const distance = Math.max(1.5, size.length() * 1.05);
    this.flyToPose(this.walk.poseTowards(target, distance, front));
  }

  /** Fly to a pose and leave the camera there to whoever asked. */
  lend(pose: Pose, arrived: () => void): void {
    this.walk.enabled = false;
    this.fly.start(this.viewOf(pose), arrived);
  }

  /** Take a lent camera back, where it is: the visitor walks on from there. */
  settle(pose: Pose): void {
    this.fly.cancel();
    this.walk.enabled = true;
    this.walk.place(pose);
  }

  private viewOf(pose: Pose): View {
    const eye = new Vector3(...pose.position_m);
    return viewTowards(eye, eye.clone().add(lookDirection(pose.yaw_rad, pose.pitch_rad)), this.walkFov());
  }

  flyToPose(pose: Pose, seconds?: number): void {
    this.walk.enabled = false;
    this.fly.start(
      this.viewOf(pose),
      () => {
        this.walk.enabled = true;
        this.walk.place(pose);
      },
      seconds,
    );
  }

  /** The size of the view changed: the angles follow its shape. */
  refit(): void {
    if (this.fly.active) return;
    if (this.mode === "walk") this.setFov(this.walkFov());
    else this.arrive(this.mode);
  }

  private arrive(mode: Mode, seconds?: number): void {
    if (mode === "walk") {
      this.room.open(false);
      this.flyToPose(this.walk.pose, seconds);
      return;
    }
    const view = mode === "orbit" ? this.orbitView() : this.planView();
    this.fly.start(view, () => {
      this.orbit.target.copy(this.room.centre).setY(mode === "orbit" ? 0.4 : 0);
      this.orbit.enableRotate = mode === "orbit";
      this.orbit.screenSpacePanning = mode === "plan";
      // A tall screen sees the room from far away.
      this.orbit.maxDistance = Math.max(this.room.radius_m * 7, view.position.distanceTo(this.orbit.target) * 1.2);
      this.orbit.minPolarAngle = mode === "orbit" ? 0.12 : 0;
      this.orbit.enabled = true;
      this.orbit.update();
    }, seconds);
  }

  private turnAround(target: Vector3): void {
    const { camera } = this.stage;
    const away = camera.position.clone().sub(this.orbit.target);
    away.setLength(Math.min(away.length(), this.room.radius_m * 2.4));
    this.orbit.enabled = false;
    this.fly.start(viewTowards(target.clone().add(away), target, ORBIT_FOV), () => {
      this.orbit.target.copy(target);
      this.orbit.enabled = this.mode === "orbit";
    });
  }

  private orbitView(): View {
    const { centre, radius_m, showroom } = this.room;
    const target = centre.clone().setY(0.4);
    const entrance = new Vector3(...showroom.entrance.position_m).sub(centre).setY(0);
    const heading = Math.atan2(entrance.x, entrance.z) + 0.45;
    const half = MathUtils.degToRad(ORBIT_FOV / 2);
    const sideways = Math.atan(Math.tan(half) * this.stage.camera.aspect);
    const distance = (radius_m * 1.04) / Math.sin(Math.min(half, sideways));
    const lift = MathUtils.degToRad(42);
    const offset = new Vector3(Math.sin(heading) * Math.cos(lift), Math.sin(lift), Math.cos(heading) * Math.cos(lift));
    return viewTowards(target.clone().addScaledVector(offset, distance), target, ORBIT_FOV);
  }

  private planView(): View {
    const { min, max } = bounds(this.room.showroom.room.polygon_m);
    const target = this.room.centre.clone().setY(0);
    const half = Math.tan(MathUtils.degToRad(PLAN_FOV / 2));
    const needed = Math.max((max[1] - min[1]) / 2, (max[0] - min[0]) / 2 / this.stage.camera.aspect);
    const height = ((needed + 0.5) * 1.12) / half;
    const position = target.clone().add(new Vector3(0, height, height * 1e-3));
    return viewTowards(position, target, PLAN_FOV, new Vector3(0, 0, -1));
  }

  private walkFov(): number {
    const { aspect } = this.stage.camera;
    const sideways = 2 * Math.atan(Math.tan(MathUtils.degToRad(MIN_SIDEWAYS_FOV / 2)) / aspect);
    return Math.min(88, Math.max(WALK_FOV, MathUtils.radToDeg(sideways)));
  }

  private setFov(fov: number): void {
    this.stage.camera.fov = fov;
    this.stage.camera.updateProjectionMatrix();
    this.stage.invalidate();
  }

  /** Depth reaches from before the nearest thing to behind the farthest, and no further: it is not endlessly fine. */
  private fitDepth(): void {
    const { camera } = this.stage;
    const away_m = camera.position.distanceTo(this.room.centre);
    const near = Math.max(NEAREST_M, (away_m - this.room.radius_m * 1.5) / 2);
    const far = Math.max(FARTHEST_M, away_m + this.room.radius_m * 4);
    if (camera.near === near && camera.far === far) return;
    [camera.near, camera.far] = [near, far];
    camera.updateProjectionMatrix();
  }

  private readonly tick = (): boolean => {
    this.fitDepth();
    if (this.mode !== "walk") this.room.open(true);
    return this.orbit.enabled && this.orbit.update();
  };

  dispose(): void {
    this.stage.ticks.delete(this.tick);
    this.orbit.dispose();
    this.walk.dispose();
    this.fly.dispose();
  }
}
