// A throw-away deployment: a CA, a real hub, real consoles. All on loopback, all below one folder.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program } from "./process.ts";

export const top = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const programs = process.env.WARDLINK_PROGRAMS ?? join(top, "build/release/bin");
export const cluster = "hoa-do-phuc-vi";
export const passphrase = "chỉ để thử";

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const port = (server.address() as AddressInfo).port;
  await new Promise((closed) => server.close(closed));
  return port;
}

function changed(regulation: string, limits: Record<string, number>): string {
  return Object.entries(limits).reduce((text, [name, value]) => {
    const line = new RegExp(`^${name} = .*$`, "m");
    if (!line.test(text)) throw new Error(`the regulation has no ${name}`);
    return text.replace(line, `${name} = ${value}`);
  }, regulation);
}

export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "wardlink-browser-"));
  readonly port: number;
  readonly operatorPort: number;
  #hub: Program | undefined;
  readonly #consoles: Program[] = [];

  private constructor(port: number, operatorPort: number) {
    this.port = port;
    this.operatorPort = operatorPort;
  }

  /** The hub serves when this returns; `limits` are the regulation's where they are to be others. */
  static async make(limits: Record<string, number> = {}): Promise<World> {
    const world = new World(await freePort(), await freePort());
    writeFileSync(join(world.folder, "passphrase"), `${passphrase}\n`, { mode: 0o600 });
    world.#ca("init");
    world.#ca("hub", "--ip", "127.0.0.1", "--dns", "localhost");
    const identity = join(world.folder, "ca/issued/hub/hub");
    const files = join(top, "hub/clusters", cluster);
    const regulation = join(world.folder, "regulation.toml");
    writeFileSync(regulation, changed(readFileSync(`${files}.toml`, "utf8"), limits));
    writeFileSync(
      join(world.folder, "wardhub.toml"),
      `[hub]
listen = "127.0.0.1:${world.port}"
operator = "127.0.0.1:${world.operatorPort}"
journal = "journal.db"

[tls]
certificate = "${identity}/cert.pem"
key = "${identity}/key.pem"
ca = "${identity}/ca.pem"
crl = "${identity}/crl.pem"

[[cluster]]
geography = "${files}.geojson"
regulation = "${regulation}"
`,
    );
    await world.startHub();
    return world;
  }

  #ca(...command: string[]): void {
    execFileSync(join(top, "certs/wardlink-ca"), ["--dir", join(this.folder, "ca"), ...command], { stdio: "pipe" });
  }

  async startHub(): Promise<void> {
    const log = join(this.folder, "hub.log");
    this.#hub = new Program([join(programs, "wardhub"), "--config", join(this.folder, "wardhub.toml")], log);
    await this.until("the hub serves", async () => {
      const answer = await fetch(`http://127.0.0.1:${this.operatorPort}/readyz`).catch(() => undefined);
      return answer?.status === 200;
    });
  }

  async killHub(): Promise<void> {
    await this.#hub?.kill();
    this.#hub = undefined;
  }

  /** What a person could see come true; looked at again and again for at most 30 s. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`never: ${what}`);
      await new Promise((wake) => setTimeout(wake, 20));
    }
  }

  #station(ward: string): string {
    const identity = join(this.folder, "ca/issued", cluster, ward, "station/tram");
    if (!existsSync(identity)) this.#ca("station", cluster, ward, "tram");
    return identity;
  }

  /** A duty officer who may sign in at the ward's console. */
  officer(ward: string, name: string): void {
    this.#ca("officer", cluster, ward, name, "--passphrase-file", join(this.folder, "passphrase"));
    this.#person(ward, name, join(this.folder, "ca/issued", cluster, ward, "officer", name));
  }

  admin(ward: string, name: string): void {
    this.#ca("admin", cluster, name, "--passphrase-file", join(this.folder, "passphrase"));
    this.#person(ward, name, join(this.folder, "ca/issued", cluster, "-/admin", name));
  }

  #person(ward: string, name: string, identity: string): void {
    const people = join(this.folder, ward, "people");
    mkdirSync(people, { recursive: true, mode: 0o700 });
    cpSync(identity, join(people, name), { recursive: true });
  }

  /** Starts a ward's console; its address, token and all. */
  async console(ward: string, more: { settings?: string; name?: string; port?: number } = {}): Promise<Console> {
    const folder = join(this.folder, more.name ?? ward);
    mkdirSync(join(folder, "wardlink"), { recursive: true, mode: 0o700 });
    mkdirSync(join(this.folder, ward, "people"), { recursive: true, mode: 0o700 });
    if (more.settings) writeFileSync(join(folder, "wardlink/wardlink.toml"), more.settings);
    const command = [
      ...[join(programs, "wardlink"), "--hub", `127.0.0.1:${this.port}`, "--identity", this.#station(ward)],
      ...["--state", join(folder, "state"), "console", "--port", String(more.port ?? 0), "--people", join(this.folder, ward, "people")],
    ];
    const start = () => {
      const program = new Program(command, join(folder, "console.log"), { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder });
      this.#consoles.push(program);
      return program;
    };
    const console = new Console(ward, start);
    await console.start();
    return console;
  }

  /** The hub has put the ward's station out, or will not let it in, when this returns. */
  async revokeStation(ward: string): Promise<void> {
    this.#station(ward);
    this.#ca("revoke", `${cluster}/${ward}/station/tram`);
    this.#hub?.signal("SIGHUP");
    await this.until("the hub has the new list", async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${this.operatorPort}/metrics`)).text();
      return /wardhub_sessions_closed_total\{reason="certificate_revoked"\} [1-9]/.test(metrics);
    });
  }

  /** `wardlink …` as the ward's station: what it printed. */
  wardlink(ward: string, ...command: string[]): string {
    const identity = this.#station(ward);
    const folder = join(this.folder, "elsewhere");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return execFileSync(join(programs, "wardlink"), ["--hub", `127.0.0.1:${this.port}`, "--identity", identity, ...command], {
      encoding: "utf8",
      env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder },
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#consoles.map((each) => each.kill("SIGTERM")));
    await this.#hub?.kill("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Console {
  address = "";
  #program: Program | undefined;
  readonly ward: string;
  readonly #spawn: () => Program;

  constructor(ward: string, spawn: () => Program) {
    this.ward = ward;
    this.#spawn = spawn;
  }

  async start(): Promise<void> {
    this.#program = this.#spawn();
    const line = await this.#program.line((each) => each.includes("http://127.0.0.1:"));
    this.address = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/.exec(line)![0];
  }

  get origin(): string {
    return new URL(this.address).origin;
  }

  async kill(): Promise<void> {
    await this.#program?.kill();
  }
}
