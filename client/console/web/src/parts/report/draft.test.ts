import { beforeEach, expect, it, vi } from "vitest";
import { belongsTo, erase, keep, kept } from "./draft";
import { blank } from "./form";

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

it("comes back with its stamp and its command's id", () => {
  const draft = { id: "0190", officer: "wardlink://c/w/officer/an", form: { ...blank(7), text: "Đ" }, sent: true };
  keep(draft);
  expect(kept()).toEqual(draft);
});

it("is gone once erased, and nothing where it cannot be read", () => {
  keep({ id: "0190", officer: "", form: blank(7), sent: false });
  erase();
  expect(kept()).toBeUndefined();
  localStorage.setItem("wardlink.draft", "{");
  expect(kept()).toBeUndefined();
});

it("belongs to whoever wrote it, or to anybody where nobody had signed in", () => {
  const draft = { id: "1", officer: "an", form: blank(7), sent: false };
  expect([belongsTo(draft, "an"), belongsTo(draft, "binh"), belongsTo(draft, "")]).toEqual([true, false, false]);
  expect(belongsTo({ ...draft, officer: "" }, "binh")).toBe(true);
});
