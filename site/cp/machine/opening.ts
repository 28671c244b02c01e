/** What the page's room is made of: as it was left, of the disks as they were left, or as it is given. */
import {
  CpSession,
  imagedPacks,
  imagesDigest,
  putTracks,
  type RoomImages,
  type RoomPacks,
  type RoomSources,
  roomImages,
  roomPacks,
  unwrittenPacks,
} from "../../../engine/installations/index.ts";
import { FORMAT, type Kept, type KeptPast, type KeptRoom, type KeptState } from "../data/kept-room.ts";

/** Which build this is. A worker's file is named after what is in it. */
const BUILD = self.location.pathname;

/** Bytes of memory that snapshots of the past may take which are kept: on disk they are a fraction of that. */
const PAST = 24 * 1024 * 1024;

/** A session with the packs that it began with. */
export class OpenedRoom {
  readonly session: CpSession;
  /** Whether the run began with the packs as they are given. */
  readonly isGiven: boolean;
  /** Whether the reader has it stand still. */
  isPaused = false;
  readonly #packs: RoomPacks;
  readonly #run: string;
  #images: RoomImages | undefined;

  /** `run`: its name, of one that is taken up again. */
  constructor(
    session: CpSession,
    packs: RoomPacks,
    isGiven: boolean,
    { images, run = crypto.randomUUID() }: { images?: RoomImages; run?: string } = {},
  ) {
    this.session = session;
    this.#packs = packs;
    this.isGiven = isGiven;
    this.#images = images;
    this.#run = run;
  }

  get place(): string {
    const { instructions, inputs, now } = this.session.machine;
    return `${instructions} ${inputs.length} ${this.isPaused ? now : "goes on"}`;
  }

  /** The packs as they were when the room was given. */
  images(): RoomImages {
    this.#images ??= roomImages(this.#packs);
    return this.#images;
  }

  /** Of those images. */
  digest(): string {
    return imagesDigest(this.images());
  }

  state(): KeptState {
    const { isGiven, isPaused } = this;
    return { format: FORMAT, build: BUILD, isGiven, isPaused, room: this.session.save(), run: this.#run };
  }

  past(): KeptPast {
    return { build: BUILD, run: this.#run, past: this.session.savePast(PAST) };
  }

  /** The same disks, as they are now, with a CP that is loaded anew. */
  reloaded(): OpenedRoom {
    const packs = unwrittenPacks(this.#packs);
    const { tracks } = this.session.save();
    putTracks(packs, tracks);
    return new OpenedRoom(new CpSession(packs), this.#packs, false, this.#images && { images: this.#images });
  }
}

/** The room as it is given. Throws RangeError where a guest's source has errors. */
export function givenRoom(sources: RoomSources): OpenedRoom {
  const packs = roomPacks(sources);
  return new OpenedRoom(new CpSession(unwrittenPacks(packs)), packs, true);
}

/** A room, how it has come to be, and what there is to say of that. */
export interface Opening {
  readonly room: OpenedRoom;
  /** Whether it is as it was kept, and need not be kept again. */
  readonly isKept: boolean;
  readonly says: string;
  readonly notice?: string;
}

/** Opens what is kept. What cannot be used is set aside. */
export async function openKept(store: KeptRoom, sources: RoomSources): Promise<Opening> {
  const kept = await store.read().catch(() => undefined);
  if (!kept) return { room: givenRoom(sources), isKept: false, says: "CP is loaded." };
  try {
    return resumed(kept);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await store.setAside({ images: kept.images, state: kept.state, why }).catch(() => undefined);
    return {
      room: givenRoom(sources),
      isKept: false,
      says: "CP is loaded.",
      notice: `What was kept of this room cannot be used: ${why}. The room begins afresh, and what was kept is set aside.`,
    };
  }
}

/** Throws an error that says why it cannot be used. */
function resumed({ images, state, past }: Kept): Opening {
  if (!areImages(images)) throw new RangeError("the images of its disks are not there");
  if (!isState(state)) throw new RangeError("it is not in a form that this page reads");
  const packs = imagedPacks(images);
  const { room, isGiven, isPaused, build, run } = state;
  if (build === BUILD) {
    const before = isPast(past) && past.build === BUILD && past.run === run ? past.past : undefined;
    const session = new CpSession(unwrittenPacks(packs), room, before);
    const opened = new OpenedRoom(session, packs, isGiven, { images, ...(run !== undefined && { run }) });
    opened.isPaused = isPaused;
    return { room: opened, isKept: true, says: "As you left it." };
  }
  const written = unwrittenPacks(packs);
  putTracks(written, room.tracks);
  return {
    room: new OpenedRoom(new CpSession(written), packs, false, { images }),
    isKept: false,
    says: "CP is loaded.",
    notice:
      "This machine is another version than the one you left, so CP has been loaded anew with your disks: all are logged off, their files and spool files are there.",
  };
}

export function areImages(value: unknown): value is RoomImages {
  return (
    typeof value === "object" &&
    value !== null &&
    "VMRES" in value &&
    value.VMRES instanceof Uint8Array &&
    "USERS1" in value &&
    value.USERS1 instanceof Uint8Array
  );
}

function isPast(value: unknown): value is KeptPast {
  if (typeof value !== "object" || value === null) return false;
  return "run" in value && typeof value.run === "string" && "past" in value && "build" in value;
}

export function isState(value: unknown): value is KeptState {
  if (typeof value !== "object" || value === null) return false;
  return "format" in value && value.format === FORMAT && "room" in value && typeof value.room === "object";
}
