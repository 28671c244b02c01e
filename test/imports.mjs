/** Who may import whom: the rules of the house, for dependency-cruiser. Types may cross where values may not. */

/** A rule for imports of values. */
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from,
  to: { ...to, dependencyTypesNot: ["type-only"] },
});

const ours = "^(engine|lessons|site|test)/";

export default {
  forbidden: [
    forbid(
      "translator-is-alone",
      "The translator knows no instruction set.",
      { path: "^engine/translator/" },
      {
        path: ours,
        pathNot: "^engine/translator/",
      },
    ),
    forbid(
      "machine-knows-no-set",
      "A machine's common parts import the translator at most.",
      { path: "^engine/machine/" },
      {
        path: ours,
        pathNot: "^engine/(machine|translator)/",
      },
    ),
    forbid(
      "set-stands-alone",
      "An instruction set imports translator and machine.",
      { path: "^engine/s370/" },
      {
        path: ours,
        pathNot: "^engine/(s370|machine|translator)/",
      },
    ),
    forbid(
      "turtle-stands-alone",
      "A turtle's instruction set imports translator and machine.",
      { path: "^engine/turtles/([^/]+)/" },
      {
        path: ours,
        pathNot: "^engine/(turtles/$1|machine|translator)/",
      },
    ),
    forbid(
      "monitors-see-public-faces",
      "A monitor sees a machine as software does.",
      { path: "^engine/monitors/" },
      {
        path: ours,
        pathNot: "^engine/(monitors/|machine/|s370/index\\.ts$)",
      },
    ),
    forbid(
      "grading-sees-public-faces",
      "Grading drives machines and monitors from outside.",
      { path: "^engine/grading/" },
      {
        path: ours,
        pathNot: "^engine/(grading/|machine/|monitors/index\\.ts$|s370/(index|assembler/index)\\.ts$)",
      },
    ),
    forbid(
      "lessons-are-data",
      "Lessons import nothing but types.",
      { path: "^lessons/" },
      { path: ".", pathNot: "^(lessons/|tae:)" },
    ),
    forbid(
      "site-uses-the-face",
      "The site uses the engine's public face, and its tables.",
      { path: "^site/" },
      {
        path: "^engine/",
        // Beside the face: tables and small pure functions that a page can use without loading the machines, and
        // programs whose text it shows.
        pathNot:
          "^engine/(index\\.ts$|installations/(index|room)\\.ts$|grading/(answers|permalink)\\.ts$|s370/(ebcdic|instructions/index)\\.ts$|guests/programs/[^/]+\\.asm$)",
      },
    ),
    forbid(
      "nobody-imports-the-site",
      "Nothing imports the site, but its tests.",
      { path: "^(engine|lessons)/" },
      { path: "^site/" },
    ),
    forbid(
      "no-node-in-the-engine",
      "The engine runs in a page; only the command line is Node's.",
      { path: "^engine/", pathNot: "^engine/cli/" },
      {
        dependencyTypes: ["core"],
      },
    ),
    {
      name: "no-circles",
      comment: "What imports itself in a circle cannot be understood in parts.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(astro:|virtual:|tae:|~)|\\?(url|raw)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".astro"],
    },
  },
};
