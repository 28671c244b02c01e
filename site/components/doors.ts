/** The site's main parts: in the header, and in the menu where the screen is narrow. */
import { questions } from "../units.ts";

export interface Door {
  readonly label: string;
  readonly href: string;
  /** Whether a page belongs to this part. */
  readonly under: (pathname: string) => boolean;
}

const firstQuestion = questions()[0];

export const doors: readonly Door[] = [
  { label: "Course", href: "/course/", under: (path) => path.startsWith("/course/") || path.startsWith("/lab/") },
  ...(firstQuestion
    ? [
        {
          label: "Questions",
          href: `/questions/${firstQuestion}/`,
          under: (path: string) => path.startsWith("/questions/"),
        },
      ]
    : []),
  { label: "CP", href: "/cp/", under: (path) => path.startsWith("/cp/") || path.startsWith("/reference/") },
  { label: "IPL your own", href: "/ipl/", under: (path) => path.startsWith("/ipl/") },
  { label: "Glossary", href: "/glossary/", under: (path) => path.startsWith("/glossary/") },
  { label: "Teach", href: "/teach/", under: (path) => path.startsWith("/teach/") },
];
