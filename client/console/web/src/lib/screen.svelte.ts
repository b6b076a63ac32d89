// Which screen is shown, from the address: #/board, #/report, #/incident/ID, #/history, #/log, #/admin.
export type Screen = "board" | "report" | "incident" | "history" | "log" | "admin";
const screens: readonly string[] = ["board", "report", "incident", "history", "log", "admin"];

class Place {
  #hash = $state(location.hash);
  constructor() {
    addEventListener("hashchange", () => (this.#hash = location.hash));
  }
  get screen(): Screen {
    const name = this.#hash.split("/")[1] ?? "";
    return screens.includes(name) ? (name as Screen) : "board";
  }
  /** What the screen is about: an incident's id. */
  get id(): string {
    return decodeURIComponent(this.#hash.split("/")[2]?.split("?")[0] ?? "");
  }
  get query(): URLSearchParams {
    return new URLSearchParams(this.#hash.split("?")[1] ?? "");
  }
}
export const place = new Place();

export function show(screen: Screen, id = ""): void {
  location.hash = `#/${screen}${id ? `/${encodeURIComponent(id)}` : ""}`;
}
