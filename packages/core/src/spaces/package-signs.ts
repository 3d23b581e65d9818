// What pip, uv, apt and Python say of packages that are missing, do not go together or cannot be built.
import { isPackageName, withPackage } from './edit-requirements.ts';
import { type Explained, type FailureCase, isRemedy } from './failure-case.ts';
import { editPlace, type Found, lineOf, type Sign } from './failure-sign.ts';
import { packageMeant, packageOfModule } from './module-packages.ts';
import * as help from './space-remedies.ts';

export const packageSigns: readonly Sign[] = [
  {
    pattern: /^(?:ModuleNotFoundError|ImportError): No module named '([\w.]{1,200})'/,
    explain: (space, found) => missingModule(space, found),
  },
  {
    pattern: /ImportError: lib(GL|gthread-2\.0|glib-2\.0)\b[\w.-]*\.so/,
    explain: (space) => ({
      kind: 'missing-package',
      sentence: 'OpenCV looks for a screen, which a Space has not.',
      remedies: [
        help.replacePackage(space, 'opencv-python', 'opencv-python-headless'),
        help.addPackage(space, 'opencv-python-headless'),
      ]
        .filter(isRemedy)
        .slice(0, 1),
    }),
  },
  {
    pattern:
      /requires the following packages that were not found in your environment: ([\w, .-]{1,300}?)\. Run|requires (?:the )?`?([A-Za-z][\w-]{1,60})`?(?: library|: `?pip install)|`?pip install (?:-U |--upgrade )?['"]?([A-Za-z][\w-]{1,60})/i,
    explain: (space, { match }) => {
      const [name = ''] = (match[1] ?? match[3] ?? match[2] ?? '').split(/[,\s]+/);
      const wanted = packageOfModule(/^[A-Z]/.test(name) && packageMeant(name) === null ? name.toLowerCase() : name);
      return wanted === null || !isPackageName(wanted)
        ? null
        : missingPackage(space, wanted, `The app needs the package ${wanted}, which is not installed.`);
    },
  },
  {
    pattern:
      /Could not find a version that satisfies the requirement ([A-Za-z0-9][\w.-]{0,100})(\S{0,100})|No matching distribution found for ([A-Za-z0-9][\w.-]{0,100})(\S{0,100})|Because ([A-Za-z0-9][\w.-]{0,100}) was not found in the package registry|there (?:is|are) no versions? of ([A-Za-z0-9][\w.-]{0,100})/,
    explain: (space, { match }) => {
      const name = match[1] ?? match[3] ?? match[5] ?? match[6] ?? '';
      return noSuchVersion(space, name, (match[2] ?? match[4] ?? '') !== '');
    },
  },
  {
    pattern: /The 'sklearn' PyPI package is deprecated/,
    explain: (space) => ({
      kind: 'missing-package',
      sentence: 'The package is called scikit-learn, not sklearn.',
      remedies: [
        help.replacePackage(space, 'sklearn', 'scikit-learn'),
        help.editRequirements(space, ['sklearn'], 'Write scikit-learn.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern:
      /ResolutionImpossible|these package versions have conflicting dependencies|No solution found when resolving dependencies|your requirements are unsatisfiable/,
    explain: (space, found) => versionClash(space, found),
  },
  {
    pattern:
      /requires a different Python: (\S{1,20}) not in|Ignored the following versions that require a different python|does not satisfy Python[<>=]/i,
    explain: (space) => ({
      kind: 'version-clash',
      sentence: 'A package needs another version of Python than the Space has.',
      remedies: [
        help.edit('README.md', lineOf(space.readme, /^python_version:/), 'Write python_version: "3.12" at its head.'),
        help.editRequirements(space, [], 'Or ask for an older version of the package.'),
      ],
    }),
  },
  {
    pattern: /^ImportError: cannot import name '(\w{1,100})' from (?:partially initialized module )?'([\w.]{1,100})'/,
    explain: (space, found) => {
      const name = packageOfModule(found.match[2] ?? '');
      return {
        kind: 'version-clash',
        sentence: `The version of ${found.match[2]} that was installed has no ${found.match[1]}.`,
        remedies: [
          ...(name === null ? [] : [help.dropPins(space, [name])]),
          editPlace(space, found, 'Use what this version has.'),
        ].filter(isRemedy),
      };
    },
  },
  {
    pattern: /^TypeError: ([\w.]{1,100}\(\)) got an unexpected keyword argument '(\w{1,100})'/,
    explain: (space, found) => ({
      kind: 'version-clash',
      sentence: `${found.match[1]} knows no “${found.match[2]}”: the app was written for another version of that package.`,
      remedies: [editPlace(space, found, `Leave “${found.match[2]}” out, or look for its new name.`)],
    }),
  },
  {
    pattern:
      /Failed building wheel for ([A-Za-z0-9][\w.-]{0,100})|Failed to build (?:installable wheels for some pyproject\.toml based projects \()?`?([A-Za-z0-9][\w.-]{0,100})|subprocess-exited-with-error/,
    explain: (space, { match }) => {
      const name = match[1] ?? match[2];
      return {
        kind: 'version-clash',
        sentence: `${name ?? 'A package'} has nothing ready for this version of Python and could not be built.`,
        remedies: [
          ...(name === undefined ? [] : [help.dropPins(space, [name])]),
          help.editRequirements(
            space,
            name === undefined ? [] : [name],
            'Ask for a version that is ready to be installed.',
          ),
        ].filter(isRemedy),
      };
    },
  },
  {
    pattern: /ERROR: Invalid requirement: .{0,300}?(?:\(from line (\d{1,6}) of|$)/,
    explain: (_space, { match }) => ({
      kind: 'syntax',
      sentence: `requirements.txt has a line that names no package${match[1] ? `, line ${match[1]}` : ''}.`,
      remedies: [help.edit('requirements.txt', match[1] ? Number(match[1]) : null, 'One package a line.')],
    }),
  },
  {
    pattern: /E: Unable to locate package ([\w.+-]{1,100})|E: Package '([\w.+-]{1,100})' has no installation candidate/,
    explain: (space, { match }) => {
      const path = space.appFile === 'Dockerfile' ? 'Dockerfile' : 'packages.txt';
      return {
        kind: 'missing-package',
        sentence: `Debian has no package ${match[1] ?? match[2]}.`,
        remedies: [
          help.edit(
            path,
            lineOf(space.files.get(path) ?? null, new RegExp(`\\b${escaped(match[1] ?? match[2] ?? '')}\\b`)),
            'Look for its name, or leave it out.',
          ),
        ],
      };
    },
  },
];

function missingModule(space: FailureCase, found: Found): Explained {
  const module = found.match[1] ?? '';
  const name = packageOfModule(module);
  if (name !== null && isPackageName(name))
    return missingPackage(space, name, `The app imports ${module}, which is not installed.`);
  return {
    kind: 'file-not-found',
    sentence: `The app imports ${module}, and there is no such file beside it.`,
    remedies: [editPlace(space, found, 'Add the file, or take the line out.')],
  };
}

function missingPackage(space: FailureCase, name: string, sentence: string): Explained {
  const isNamed = space.requirements !== null && withPackage(space.requirements, name) === null;
  return {
    kind: 'missing-package',
    sentence,
    remedies: [
      help.addPackage(space, name),
      isNamed ? help.rebuild(`requirements.txt names ${name}, so that an old build may be in the way.`) : null,
      isNamed ? null : help.editRequirements(space, [], 'In case it has another name.'),
    ].filter(isRemedy),
  };
}

function noSuchVersion(space: FailureCase, name: string, hasVersion: boolean): Explained {
  const right = packageMeant(name);
  if (right !== null) {
    return {
      kind: 'missing-package',
      sentence: `The package is called ${right}, not ${name}.`,
      remedies: [
        help.replacePackage(space, name, right),
        help.editRequirements(space, [name], `Write ${right}.`),
      ].filter(isRemedy),
    };
  }
  const dropped = hasVersion ? help.dropPins(space, [name]) : null;
  return {
    kind: hasVersion ? 'version-clash' : 'missing-package',
    sentence: hasVersion
      ? `There is no ${name} of the version that is asked for.`
      : `There is no package ${name} for this version of Python.`,
    remedies: [
      dropped,
      help.editRequirements(space, [name], hasVersion ? 'Ask for a version that there is.' : 'Mend its name.'),
      hasVersion ? null : help.takeOut(space, name),
    ].filter(isRemedy),
  };
}

/** Every package that is named around it, as far as the file itself has a version of it. */
function versionClash(space: FailureCase, { lines, at }: Found): Explained {
  const said = lines.slice(Math.max(0, at - 25), at + 15).join('\n');
  const named = [
    ...said.matchAll(/(?<![\w.-])([A-Za-z0-9][\w.-]{0,80})(?:\[[\w,-]{0,80}\])?\s?(?:===?|~=|[<>]=?)\s?\d/g),
  ].map(([, name = '']) => name);
  const names = [...new Set(named.filter(isPackageName))].filter(
    (name) => space.requirements === null || help.dropPins(space, [name]) !== null,
  );
  const two = names.slice(0, 3);
  return {
    kind: 'version-clash',
    sentence:
      two.length > 1
        ? `The versions of ${two.slice(0, -1).join(', ')} and ${two.at(-1)} that are asked for do not go together.`
        : `The versions that requirements.txt asks for do not go together${two[0] ? `: ${two[0]}` : ''}.`,
    remedies: [
      help.dropPins(space, names),
      help.editRequirements(space, names, 'Ask for versions that go together.'),
    ].filter(isRemedy),
  };
}

function escaped(text: string): string {
  return text.replace(/[.+]/g, '\\$&');
}
