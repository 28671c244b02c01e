/** Statements for which the control blocks have no room: mostly VM/SP's. They are kept as text, one statement in a form that the directory program reads. */
import { deviceAddress } from "../address.ts";
import { statementOf } from "../cards.ts";
import { readDeviceStatement } from "../device-statements.ts";
import { Messages } from "../messages.ts";
import type { DirectoryUser, VirtualDevice } from "../types.ts";
import { readGroup, readIpl, readIucv, readOptions, readScreen } from "../user-statements.ts";

/** A user's, but for those of devices. */
export function userTexts({ options, ipl, accessGroup, screen, iucv }: DirectoryUser): string[] {
  const words = [
    options.shadowTablesFirst && "STFIRST",
    options.missingInterruptions && "MIH",
    options.mostConnections !== undefined && `MAXCONN ${options.mostConnections}`,
  ].filter((word) => word !== false);
  const from = ipl && ("system" in ipl.from ? ipl.from.system : deviceAddress(ipl.from.device));
  return [
    ...(words.length > 0 ? [`OPTION ${words.join(" ")}`] : []),
    ...(ipl?.parameter === undefined ? [] : [`IPL ${from} PARM ${ipl.parameter}`]),
    ...(accessGroup === undefined ? [] : [`ACIGROUP ${accessGroup}`]),
    ...screen.map(({ area, color, highlight }) => ["SCREEN", area, color, highlight].filter(Boolean).join(" ")),
    ...iucv.map(({ with: other, priority, messageLimit }) =>
      ["IUCV", other, priority && "PRIORITY", messageLimit !== undefined && `MSGLIMIT ${messageLimit}`]
        .filter((word) => word !== false)
        .join(" "),
    ),
  ];
}

/** A device's. */
export function deviceText(device: VirtualDevice): string | undefined {
  const { address } = device;
  if (device.kind === "console" && device.secondary !== undefined)
    return `CONSOLE ${deviceAddress(address)} ${device.type} ${device.class} ${device.secondary}`;
  if (device.kind === "dedicated" && "resource" in device.real)
    return [
      `DEDICATE ${deviceAddress(address)} NETWORK ${deviceAddress(device.real.resource)}`,
      ...(device.readOnly ? ["R/O"] : []),
      ...(device.massStorage ? ["3330V"] : []),
    ].join(" ");
  return undefined;
}

/** What a user has by such a text. Undefined where it is none. */
export function withText(user: DirectoryUser, text: string): DirectoryUser | undefined {
  const messages = new Messages("");
  const statement = statementOf(text, 0);
  if (statement === undefined) return undefined;
  let changed: DirectoryUser | undefined;
  switch (statement.name.text) {
    case "OPTION":
      changed = { ...user, options: { ...user.options, ...readOptions(statement, messages) } };
      break;
    case "IPL": {
      const ipl = readIpl(statement, messages);
      changed = ipl && { ...user, ipl };
      break;
    }
    case "ACIGROUP": {
      const accessGroup = readGroup(statement, messages);
      changed = accessGroup === undefined ? undefined : { ...user, accessGroup };
      break;
    }
    case "SCREEN":
      changed = { ...user, screen: [...user.screen, ...readScreen(statement, messages)] };
      break;
    case "IUCV": {
      const authorization = readIucv(statement, messages);
      changed = authorization && { ...user, iucv: [...user.iucv, authorization] };
      break;
    }
    case "CONSOLE":
    case "DEDICATE": {
      const { device } = readDeviceStatement(statement.name.text, statement, messages);
      changed = device && {
        ...user,
        devices: user.devices.map((each) => (each.address === device.address ? device : each)),
      };
    }
  }
  return messages.failed ? undefined : changed;
}
