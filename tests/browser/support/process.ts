// A program under test: its lines, its log in a file, its end. Only what was started here is ever signalled.
import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

export class Program {
  readonly lines: string[] = [];
  #child: ChildProcess;
  #ended: Promise<number | null>;
  #waiting: (() => void)[] = [];

  constructor(command: string[], log: string, environment: Record<string, string> = {}) {
    this.#child = spawn(command[0]!, command.slice(1), {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const file = createWriteStream(log, { flags: "a" });
    this.#child.stderr!.pipe(file);
    createInterface({ input: this.#child.stdout! }).on("line", (line) => {
      this.lines.push(line);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#ended = new Promise((resolve) =>
      this.#child.on("close", (status) => {
        resolve(status);
        for (const wake of this.#waiting.splice(0)) wake();
      }),
    );
  }

  /** The first line of stdout that holds; what the program says is waited for, not time. */
  async line(holds: (line: string) => boolean): Promise<string> {
    for (let from = 0; ; ) {
      for (; from < this.lines.length; from++) if (holds(this.lines[from]!)) return this.lines[from]!;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) throw new Error("it ended without saying so");
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
