/** Paths between communicators: CONNECT, ACCEPT, SEVER, QUIESCE and RESUME (SC19-6203-2, "Using IUCV Functions"). */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { authorization, messageLimit, mostPaths } from "./authorization.ts";
import { DONE, type Outcome, refused } from "./outcome.ts";
import { IPADRJCT, IPADSVRD, IPALL, IPPRTY, IPQUSCE, IPRMDATA, ParameterList } from "./parameter-list.ts";
import { communicator, complete, forget, takeFromTarget } from "./queues.ts";
import type { IucvState, Path, PathEnd } from "./state.ts";

/** IPMSGLIM at most. */
const MOST_MESSAGES = 255;

/** Interruptions about paths. */
export const PENDING_CONNECTION = 1;
export const CONNECTION_COMPLETE = 2;
export const PATH_SEVERED = 3;
export const PATH_QUIESCED = 4;
export const PATH_RESUMED = 5;

function pathCount(iucv: IucvState): number {
  return Object.keys(iucv.paths).length;
}

function addPath(iucv: IucvState, path: Omit<Path, "id" | "onTheWay">): Path {
  let id = 0;
  while (iucv.paths[id] !== undefined) id++;
  const added = { ...path, id, onTheWay: 0 };
  iucv.paths[id] = added;
  return added;
}

/** Who is at the other end of a path; nobody where that has been given up. Its id may be another path's by now. */
export function otherSide(cp: Cp, path: Path): ReturnType<typeof communicator> {
  return path.status === "severed" ? undefined : communicator(cp, path.other);
}

/** Tells a communicator of something that has happened to a path of its. */
function tell(cp: Cp, end: PathEnd, type: number, fill: (list: ParameterList) => void): void {
  const other = communicator(cp, end);
  if (other === undefined) return;
  const list = new ParameterList();
  list.path = end.path;
  list.type = type;
  fill(list);
  const { control } = other.iucv;
  // One that nobody has seen yet and that says the same is out of date: so there are never many.
  const before = control.findIndex((each) => each.type === type && each.path === end.path);
  if (before >= 0) control.splice(before, 1);
  control.push({ type, path: end.path, bytes: list.bytes });
  cp.iucv.arrived(other.vm);
}

export function connect(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  if (list.messageLimit > MOST_MESSAGES) return refused("limitTooHigh");
  if (list.userid.startsWith("*")) return connectService(cp, vm, iucv, list);
  const target = cp.user(list.userid);
  if (target === undefined) return refused("notLoggedOn");
  const theirs = target.state.iucv;
  if (theirs === undefined) return refused("noBuffer");
  if (pathCount(iucv) >= mostPaths(vm)) return refused("tooManyPaths");
  // Of one with itself, both ends count.
  if (pathCount(theirs) + (target.id === vm.id ? 1 : 0) >= mostPaths(target)) return refused("tooManyTheirPaths");
  const authority = authorization(vm, target);
  if (authority === undefined) return refused("notAuthorized");
  const priority = (list.flags & IPPRTY) !== 0 && authority.priority;
  const own = addPath(iucv, {
    ...{ other: { vm: target.id, path: 0 }, with: target.userid, status: "offered", priority, quiesced: false },
    limit: messageLimit(vm, target.userid, list.messageLimit),
    takesParameterData: (list.flags & IPRMDATA) !== 0,
  });
  const their = addPath(theirs, {
    ...{ other: { vm: vm.id, path: own.id }, with: vm.userid, status: "pending", limit: 0, priority },
    ...{ takesParameterData: false, quiesced: (list.flags & IPQUSCE) !== 0 },
  });
  own.other = { vm: target.id, path: their.id };
  list.path = own.id;
  list.messageLimit = own.limit;
  list.flags = (list.flags & (IPRMDATA | IPQUSCE)) | (priority ? IPPRTY : 0);
  tell(cp, own.other, PENDING_CONNECTION, (news) => {
    news.flags = list.flags;
    news.messageLimit = own.limit;
    news.functionCode = list.functionCode;
    news.userid = vm.userid;
    news.user = list.user;
  });
  return DONE;
}

/** A path to a CP system service, which accepts at once. Its other end is virtual machine 0. */
function connectService(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  if (!cp.iucv.services.has(list.userid)) return refused("noSuchService");
  if (list.functionCode !== 0) return refused("invalidFunctionCode");
  if (pathCount(iucv) >= mostPaths(vm)) return refused("tooManyPaths");
  const own = addPath(iucv, {
    ...{ other: { vm: 0, path: 0 }, with: list.userid, status: "complete", priority: false, quiesced: false },
    limit: messageLimit(vm, list.userid, list.messageLimit),
    takesParameterData: false,
  });
  list.path = own.id;
  list.messageLimit = own.limit;
  list.flags &= IPQUSCE;
  const user = list.user;
  tell(cp, { vm: vm.id, path: own.id }, CONNECTION_COMPLETE, (news) => {
    news.messageLimit = own.limit;
    news.user = user;
  });
  return DONE;
}

export function accept(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  if (list.messageLimit > MOST_MESSAGES) return refused("limitTooHigh");
  const path = iucv.paths[list.path];
  if (path === undefined) return refused("invalidPath");
  if (path.status === "severed") return refused("originatorSevered");
  const other = communicator(cp, path.other)?.iucv.paths[path.other.path];
  if (path.status !== "pending" || other === undefined) return refused("invalidPath");
  path.status = "complete";
  path.limit = messageLimit(vm, path.with, list.messageLimit);
  path.takesParameterData = (list.flags & IPRMDATA) !== 0;
  // What was offered with priority may be taken without.
  path.priority &&= (list.flags & IPPRTY) !== 0;
  other.status = "complete";
  if ((list.flags & IPQUSCE) !== 0) other.quiesced = true;
  list.messageLimit = path.limit;
  list.flags = (list.flags & (IPRMDATA | IPQUSCE)) | (path.priority ? IPPRTY : 0);
  tell(cp, path.other, CONNECTION_COMPLETE, (news) => {
    news.flags = list.flags;
    news.messageLimit = other.limit;
    news.user = list.user;
  });
  return DONE;
}

/** The paths that a list names: one, or with IPALL all; undefined where there is not that one. */
function pathsOf(iucv: IucvState, list: ParameterList): Path[] | undefined {
  if ((list.flags & IPALL) !== 0) return Object.values(iucv.paths);
  const path = iucv.paths[list.path];
  return path && [path];
}

/** QUIESCE, and its end. */
export function quiesce(cp: Cp, iucv: IucvState, list: ParameterList, on: boolean): Outcome {
  const isComplete = ({ status }: Path): boolean => status === "complete";
  const all = (list.flags & IPALL) !== 0;
  const paths = pathsOf(iucv, list)?.filter(isComplete);
  if (paths === undefined || (paths.length === 0 && !all)) return refused("invalidPath");
  for (const path of paths) {
    const other = communicator(cp, path.other)?.iucv.paths[path.other.path];
    // CP heeds it too, in what it sends.
    if (path.other.vm === 0) path.quiesced = on;
    if (other === undefined) continue;
    other.quiesced = on;
    tell(cp, path.other, on ? PATH_QUIESCED : PATH_RESUMED, (news) => {
      news.user = list.user;
    });
  }
  return DONE;
}

export function sever(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const paths = pathsOf(iucv, list);
  if (paths === undefined) return refused("invalidPath");
  for (const path of paths) severPath(cp, vm, iucv, path, list.user);
  return DONE;
}

/** Gives up one end of a path. What has come by it is rejected, what has been sent is purged; the other one is told, and is to give up its end too. */
export function severPath(cp: Cp, vm: Vm, iucv: IucvState, path: Path, user: Uint8Array = new Uint8Array(16)): void {
  for (const message of [...iucv.send, ...iucv.receive].filter(({ to }) => to.path === path.id && to.vm === vm.id)) {
    message.audit |= IPADRJCT | IPADSVRD;
    if (message.purged || message.from.vm === 0) {
      takeFromTarget(cp, message);
      forget(cp, message);
    } else complete(cp, message);
  }
  const isOwn = ({ from }: { from: PathEnd }): boolean => from.vm === vm.id && from.path === path.id;
  const theirs = otherSide(cp, path);
  for (const message of [...(theirs?.iucv.send ?? []), ...(theirs?.iucv.receive ?? [])].filter(isOwn))
    takeFromTarget(cp, message);
  iucv.reply = iucv.reply.filter((message) => !isOwn(message));
  drop(iucv, path.id);
  delete iucv.paths[path.id];
  const other = theirs?.iucv.paths[path.other.path];
  if (theirs !== undefined && other !== undefined && other.status !== "severed") {
    const offers = theirs.iucv.control.some((each) => each.type === PENDING_CONNECTION && each.path === other.id);
    if (other.status === "pending" && offers) {
      // It has never heard of the path.
      drop(theirs.iucv, other.id);
      delete theirs.iucv.paths[other.id];
    } else {
      other.status = "severed";
      tell(cp, path.other, PATH_SEVERED, (news) => {
        news.user = user;
      });
    }
    cp.iucv.update(theirs.vm);
  }
  cp.iucv.update(vm);
}

/** Interruptions about a path that is no more. */
function drop({ control }: IucvState, id: number): void {
  const kept = control.filter(({ path }) => path !== id);
  control.splice(0, control.length, ...kept);
}
