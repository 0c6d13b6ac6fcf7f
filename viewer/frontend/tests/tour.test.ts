import { describe, expect, test } from "vitest";
import { TourClock } from "../src/tour/clock";
import { inLanguage, poseAt, readingSeconds } from "../src/tour/path";
import { readTour } from "../src/tour/read_tour";

const PATH = {
  times_s: [0, 2, 4],
  positions_m: [[0, 1.6, 0], [2, 1.6, 0], [2, 1.2, 4]] as [number, number, number][],
  yaw_rad: [0, 1, 3.5],
  pitch_rad: [0, -0.2, -0.2],
};
const STOPS = [
  { time_s: 0, dwell_s: 3 },
  { time_s: 5, dwell_s: 3 },
];

describe("the pose between two keys", () => {
  test("lies on the line, by hand", () => {
    expect(poseAt(PATH, 1)).toEqual({ position_m: [1, 1.6, 0], yaw_rad: 0.5, pitch_rad: -0.1 });
    const pose = poseAt(PATH, 3);
    expect(pose.position_m[1]).toBeCloseTo(1.4);
    expect(pose.yaw_rad).toBeCloseTo(2.25);
  });

  test("stands still before the first key and after the last", () => {
    expect(poseAt(PATH, -5).position_m).toEqual([0, 1.6, 0]);
    expect(poseAt(PATH, 99).position_m).toEqual([2, 1.2, 4]);
  });

  test("is the key's own at a key", () => {
    expect(poseAt(PATH, 2).position_m).toEqual([2, 1.6, 0]);
  });
});

describe("the clock", () => {
  test("rests, walks, rests and ends", () => {
    const clock = new TourClock(STOPS, () => 0);
    expect(clock.advance(2.9)).toBe(false);
    expect(clock.index).toBe(0);
    clock.advance(0.2);
    expect([clock.index, clock.resting, clock.time_s]).toEqual([1, false, 3]);
    clock.advance(1.5);
    expect(clock.time_s).toBe(4.5);
    clock.advance(0.6);
    expect([clock.resting, clock.time_s]).toEqual([true, 5]);
    expect(clock.advance(3.1)).toBe(true);
  });

  test("rests longer where there is more to read", () => {
    const clock = new TourClock(STOPS, () => 8);
    clock.advance(7);
    expect(clock.index).toBe(0);
  });

  test("jumps from stop to stop where motion is unwanted", () => {
    const clock = new TourClock(STOPS, () => 0);
    clock.advance(3.1, true);
    expect([clock.index, clock.resting, clock.time_s]).toEqual([1, true, 5]);
  });

  test("stays within the stops", () => {
    const clock = new TourClock(STOPS, () => 0);
    clock.goTo(9);
    expect(clock.index).toBe(1);
    clock.goTo(-1);
    expect([clock.index, clock.time_s]).toEqual([0, 0]);
  });
});

test("the visitor's language, else a near one, else English", () => {
  const texts = { en: "Sofa", zh: "沙发", "pt-BR": "Sofá" };
  expect(inLanguage(texts, ["zh-CN", "en"])).toEqual({ tag: "zh", text: "沙发" });
  expect(inLanguage(texts, ["pt"]).text).toBe("Sofá");
  expect(inLanguage(texts, ["de"]).text).toBe("Sofa");
  expect(inLanguage({ fr: "Canapé" }, ["de"]).text).toBe("Canapé");
});

test("Chinese takes as long to read as what it says", () => {
  expect(readingSeconds("a".repeat(30))).toBeCloseTo(3.5);
  expect(readingSeconds("沙".repeat(12))).toBeCloseTo(3.5);
});

describe("reading a tour", () => {
  const stop = { camera: "tour-1", kind: "entrance", time_s: 0, dwell_s: 3, product: null, title: { en: "Hi" }, text: { en: "" } };

  test("gives stops and path", () => {
    const tour = readTour({ duration_s: 4, stops: [stop], path: PATH }, "tour");
    expect(tour.stops[0]!.title.en).toBe("Hi");
    expect(tour.path.times_s).toEqual([0, 2, 4]);
  });

  test("names the field that is wrong", () => {
    expect(() => readTour({ stops: [{ ...stop, title: "Hi" }], path: PATH }, "tour")).toThrow("tour.stops[0].title");
    expect(() => readTour({ stops: [stop], path: { ...PATH, yaw_rad: [0] } }, "tour")).toThrow("tour.path.yaw_rad");
  });
});
