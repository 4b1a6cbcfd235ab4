// What the programs beside this folder share. Each one says what a client can do as steps: a sentence and a function.
import assert from 'node:assert/strict';

export const address = process.argv[2] ?? 'http://127.0.0.1:4010';

export const question = 'Why is the sky blue?';

/** A picture of one pixel, as bytes. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A second of silence, as a WAV file. */
export const silence = (() => {
  const file = Buffer.alloc(44 + 16000);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 16000, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(16000, 40);
  return file;
})();

let keys = 0;

/** A key that nobody has used before: what a scenario counts, it counts by key. */
export const freshKey = (scenario) => `sk-${process.pid}-${(keys += 1)}${scenario ? `@${scenario}` : ''}`;

/** A fetch that counts how often it is called. */
export const countingFetch = () => {
  const counting = (...call) => {
    counting.calls += 1;
    return fetch(...call);
  };
  counting.calls = 0;
  return counting;
};

/** What is the same in two answers to one request: everything but ids and times. */
export const lasting = (answer) =>
  JSON.parse(JSON.stringify(answer, (name, value) => (/^(id|.*_id|created|created_at|.*Id|obfuscation)$/.test(name) ? undefined : value)));

/** Asserts that a promise is rejected with an error of a class, and gives the error. */
export const thrown = async (promise, type) => {
  const error = await promise.then(
    () => assert.fail(`${type.name} was expected`),
    (reason) => reason,
  );
  assert.ok(error instanceof type, `${type.name} was expected, not ${error?.name}: ${error?.message}`);
  return error;
};

/** Runs the steps one after the other, and returns what became of them: lines to print. */
const outcomes = async (client, prefix, steps) => {
  const lines = [];
  for (const [name, step] of Object.entries(steps)) {
    const sentence = `${client} ${prefix === '' ? '' : `at ${prefix} `}${name}`;
    try {
      await step();
      lines.push(`ok      ${sentence}`);
    } catch (error) {
      lines.push(`not ok  ${sentence}: ${process.env.VERBOSE ? error.stack : String(error.message).split('\n')[0]}`);
    }
  }
  return lines;
};

/**
 * Runs suites side by side, says what became of their steps, and ends the program.
 * @param suites pairs of a prefix ('' for the root) and a function that makes steps for an address
 */
export const run = async (client, suites) => {
  const lines = (await Promise.all(suites.map(([prefix, steps]) => outcomes(client, prefix, steps(address + prefix))))).flat();
  console.log(lines.join('\n'));
  process.exit(lines.some((line) => line.startsWith('not ok')) ? 1 : 0);
};
