/** Plays a tour: the camera follows the path, the captions say what is seen, and the visitor may break in at any time. */
import type { Words } from "../i18n";
import type { Navigator } from "../navigate/navigator";
import { applyPose, type Pose } from "../navigate/walk";
import type { Stage } from "../stage/stage";
import { Captions } from "./captions";
import { TourClock } from "./clock";
import type { Narrator } from "./narrator";
import { inLanguage, poseAt, readingSeconds } from "./path";
import type { Tour } from "./read_tour";

/** A slowly drawn picture must not make the camera leap. */
const LONGEST_STEP_S = 0.1;

export interface TourListener {
  /** The camera came to rest at a stop. */
  stop(index: number, product: string | null): void;
  ended(): void;
  /** The visitor turned the narration on or off. */
  narrated(on: boolean): void;
}

/** In which words a tour is told. */
export interface Telling {
  readonly t: Words;
  readonly languages: readonly string[];
  /** Null where the browser cannot speak. */
  readonly narrator: Narrator | null;
  readonly narrated: boolean;
}

export class TourPlayer {
  readonly captions: Captions;
  private readonly clock: TourClock;
  private state: "flying" | "playing" | "paused" | "ended" = "flying";
  private told = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private narrated: boolean;
  /** The stop whose words are or were spoken. */
  private spoken = -1;
  private saying: Promise<boolean> | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly navigator: Navigator,
    private readonly tour: Tour,
    private readonly telling: Telling,
    private readonly reducedMotion: () => boolean,
    private readonly listener: TourListener,
  ) {
    const { stops } = tour;
    const { t, languages, narrator } = telling;
    this.narrated = telling.narrated && narrator !== null;
    this.clock = new TourClock(stops, (i) => readingSeconds(inLanguage(stops[i]!.text, languages).text));
    const buttons = {
      previous: () => this.visit(this.clock.index - 1),
      toggle: () => (this.paused ? this.resume() : this.pause()),
      next: () => this.next(),
      end: () => this.end(),
      narrate: (on: boolean) => this.narrate(on),
    };
    this.captions = new Captions(t, buttons, narrator && this.narrated);
    stage.ticks.add(this.tick);
    this.resume();
  }

  get paused(): boolean {
    return this.state === "paused";
  }

  /** Stop the camera; the visitor may look and walk around until the tour goes on. */
  pause(): void {
    if (this.state === "paused" || this.state === "ended") return;
    this.state = "paused";
    clearTimeout(this.timer);
    this.hush();
    this.captions.playing(false);
    this.navigator.settle(this.pose());
  }

  /** Go on from where the tour was, wherever the visitor has gone. */
  resume(): void {
    this.state = "flying";
    this.captions.playing(true);
    this.caption();
    this.navigator.lend(this.pose(), () => {
      if (this.state !== "flying") return;
      this.state = "playing";
      this.show();
    });
  }

  /** End the tour; the visitor walks on from there, unless the camera goes elsewhere. */
  end(walkOn = true): void {
    if (this.state === "ended") return;
    const { position_m, yaw_rad, pitch_rad } = this.pose();
    const free = this.paused;
    this.state = "ended";
    this.hush();
    clearTimeout(this.timer);
    this.stage.ticks.delete(this.tick);
    this.captions.element.remove();
    if (walkOn && !free) {
      const eye_m = this.navigator.entrance().position_m[1];
      this.navigator.flyToPose({ position_m: [position_m[0], eye_m, position_m[2]], yaw_rad, pitch_rad });
    }
    this.listener.ended();
  }

  dispose(): void {
    this.state = "ended";
    this.hush();
    clearTimeout(this.timer);
    this.stage.ticks.delete(this.tick);
  }

  private next(): void {
    if (this.state === "playing" && this.clock.resting && !this.reducedMotion()) {
      this.clock.depart();
      this.show();
    } else this.visit(this.clock.index + (this.clock.resting ? 1 : 0));
  }

  private visit(index: number): void {
    this.clock.goTo(index);
    this.told = -1;
    this.spoken = -1;
    this.resume();
  }

  private pose(): Pose {
    return poseAt(this.tour.path, this.clock.time_s);
  }

  private caption(): void {
    const { index } = this.clock;
    const stop = this.tour.stops[index]!;
    const title = inLanguage(stop.title, this.telling.languages);
    const text = inLanguage(stop.text, this.telling.languages);
    this.captions.show(title, text, index, this.tour.stops.length);
    if (!this.narrated || this.spoken === index) return;
    this.spoken = index;
    this.saying = this.telling.narrator!.say([title, text]);
  }

  private narrate(on: boolean): void {
    this.narrated = on;
    this.listener.narrated(on);
    this.hush();
    if (on && this.state !== "paused") this.caption();
  }

  /** Silence; the stop's words are spoken anew when the tour goes on. */
  private hush(): void {
    this.telling.narrator?.hush();
    this.spoken = -1;
  }

  private arrived(): void {
    if (!this.clock.resting || this.told === this.clock.index) return;
    this.told = this.clock.index;
    this.listener.stop(this.clock.index, this.tour.stops[this.clock.index]!.product);
  }

  /** At rest nothing moves, so nothing is drawn and the last picture is drawn in full: a timer ends the rest. */
  private rest(): void {
    clearTimeout(this.timer);
    if (this.state !== "playing" || !this.clock.resting) return;
    const { index, rest_s } = this.clock;
    this.timer = setTimeout(() => void this.rested(index), rest_s * 1000);
  }

  /** Move on, once what is spoken has been said: the narrator keeps its own bound. */
  private async rested(index: number): Promise<void> {
    await this.saying;
    if (this.state !== "playing" || !this.clock.resting || this.clock.index !== index) return;
    if (this.clock.advance(this.clock.rest_s, this.reducedMotion())) return this.end();
    this.show();
  }

  private show(): void {
    this.caption();
    this.arrived();
    applyPose(this.stage.camera, this.pose());
    this.stage.invalidate();
    this.rest();
  }

  private readonly tick = (seconds: number): boolean => {
    if (this.state !== "playing" || this.clock.resting) return false;
    this.clock.advance(Math.min(LONGEST_STEP_S, seconds));
    applyPose(this.stage.camera, this.pose());
    if (this.clock.resting) this.show();
    return true;
  };
}
