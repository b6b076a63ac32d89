import { expect, test } from "vitest";
import { actionOf, allowed, defaults, nameOf, recall, remap, type Stroke } from "./keys";

const stroke = (key: string, held: Partial<Stroke> = {}): Stroke => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

test("a key is the key with what is held", () => {
  expect(nameOf(stroke("F8", { shiftKey: true }))).toBe("Shift+F8");
  expect(actionOf(defaults, stroke("F8"))).toBe("accept");
  expect(actionOf(defaults, stroke("F8", { shiftKey: true }))).toBe("decline");
  expect(actionOf(defaults, stroke("F8", { ctrlKey: true }))).toBeUndefined();
  expect(actionOf(defaults, stroke("a"))).toBeUndefined();
});

test("nothing that types, moves or belongs to the browser may be a key", () => {
  for (const each of ["a", "1", "Shift+A", "Enter", "Tab", "Escape", " ", "ArrowUp", "F5", "F11", "F12", "F25", "Alt+F4", "Meta+F2"])
    expect(allowed(each), each).toBe(false);
  for (const each of ["F3", "Ctrl+F7", "Insert", "Pause", "ScrollLock", "Ctrl+Shift+F8"]) expect(allowed(each), each).toBe(true);
});

test("one key does one thing", () => {
  expect(remap(defaults, "acknowledge", "F8")).toBe("taken");
  expect(remap(defaults, "acknowledge", "q")).toBe("kind");
  expect(remap(defaults, "acknowledge", "F2")).toEqual(defaults);
  expect(remap(defaults, "acknowledge", "F4")).toEqual({ ...defaults, acknowledge: "F4" });
});

test("what was remembered is believed only where it holds together", () => {
  expect(recall(null)).toEqual(defaults);
  expect(recall("{")).toEqual(defaults);
  expect(recall('{"accept":"F7"}')).toEqual({ ...defaults, accept: "F7" });
  expect(recall('{"accept":"F2"}')).toEqual(defaults);
  expect(recall('{"accept":"x"}')).toEqual(defaults);
});
