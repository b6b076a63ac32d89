// The alarm's sound, made here: a loop that the browser keeps playing even where the page's timers are slowed down.
export type Tune = "flash" | "urgent" | "flood" | "link";

const rate = 16_000;
// Pitch in Hz (0: silence) and seconds.
const tunes: Record<Tune, [number, number][]> = {
  flash: [[960, 0.28], [720, 0.28], [960, 0.28], [720, 0.28], [0, 0.5]],
  urgent: [[587, 0.35], [0, 0.08], [440, 0.5], [0, 2.2]],
  flood: [[720, 1.1], [0, 0.7]],
  link: [[392, 0.5], [0, 3.5]],
};

function fill(context: BaseAudioContext, tune: Tune): AudioBuffer {
  const parts = tunes[tune];
  const length = Math.ceil(parts.reduce((sum, [, seconds]) => sum + seconds, 0) * rate);
  const buffer = context.createBuffer(1, length, rate);
  const out = buffer.getChannelData(0);
  let at = 0;
  for (const [pitch, seconds] of parts) {
    const n = Math.floor(seconds * rate);
    for (let i = 0; i < n && pitch; i++) {
      const turn = (2 * Math.PI * pitch * i) / rate;
      // Soft ends, so that nothing clicks; a third harmonic carries through a room.
      const envelope = Math.min(1, i / 160, (n - i) / 320);
      out[at + i] = 0.5 * envelope * (Math.sin(turn) + 0.35 * Math.sin(3 * turn));
    }
    at += n;
  }
  return buffer;
}

class Sound {
  /** The browser plays nothing before somebody has pressed something on this page. */
  blocked = $state(true);
  #context: AudioContext | undefined;
  #playing: { tune: Tune; source: AudioBufferSourceNode } | undefined;

  start(): () => void {
    if (!("AudioContext" in globalThis)) return () => {};
    const context = (this.#context = new AudioContext());
    const look = (): void => void (this.blocked = context.state !== "running");
    context.onstatechange = look;
    look();
    const wake = (): void => void this.wake();
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
    return () => {
      removeEventListener("pointerdown", wake);
      removeEventListener("keydown", wake);
      void context.close();
    };
  }

  async wake(): Promise<void> {
    if (this.#context && this.#context.state !== "running") await this.#context.resume().catch(() => {});
  }

  /** What is to be heard from now on; nothing without a tune. */
  play(tune: Tune | undefined): void {
    if (this.#playing?.tune === tune) return;
    this.#playing?.source.stop();
    this.#playing = tune && this.#begin(tune, true);
  }

  /** Once, to be heard by whoever takes the shift. */
  test(): void {
    void this.wake().then(() => this.#begin("flash", false));
  }

  #begin(tune: Tune, loop: boolean): { tune: Tune; source: AudioBufferSourceNode } | undefined {
    const context = this.#context;
    if (!context) return undefined;
    const source = context.createBufferSource();
    source.buffer = fill(context, tune);
    source.loop = loop;
    source.connect(context.destination);
    source.start();
    return { tune, source };
  }
}
export const sound = new Sound();
