/** Gives every lesson the course's components without an import line in it. */
import type { Plugin } from "vite";

/** Component and its file under site/components. */
const components = ["Lab", "Exercise", "Compare", "Calculator", "Source", "Term"];

/** Puts an import after the front matter of each MDX file, for each component that it uses and does not import itself. */
export function lessonComponents(directory: string): Plugin {
  return {
    name: "lesson-components",
    enforce: "pre",
    transform(code, id) {
      if (!/\.mdx(?:\?|$)/.test(id)) return;
      const used = components.filter(
        (name) => new RegExp(`<${name}[\\s/>]`).test(code) && !code.includes(`import ${name} `),
      );
      if (used.length === 0) return;
      const imports = used.map((name) => `import ${name} from "${directory}${name}.astro";`).join("\n");
      const frontMatter = /^---\r?\n[\s\S]*?\r?\n---\r?\n/.exec(code)?.[0] ?? "";
      return { code: `${frontMatter}\n${imports}\n\n${code.slice(frontMatter.length)}`, map: null };
    },
  };
}
