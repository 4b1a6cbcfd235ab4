// Vercel's AI SDK with its clients for OpenAI, for what is compatible, for Anthropic and for Google, against the mock server,
// with nothing changed but their base URLs.
//   node ai.mjs [ADDRESS]     default: http://127.0.0.1:4010
import assert from 'node:assert/strict';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embed, embedMany, generateImage, generateSpeech, generateText, Output, RetryError, stepCountIs, streamText, tool, transcribe } from 'ai';
import { z } from 'zod';
import { countingFetch, freshKey, pixel, question, run, silence, thrown } from './lib/steps.js';

globalThis.AI_SDK_LOG_WARNINGS = false;

const Weather = z.object({ city: z.string().min(1), days: z.int().min(1).max(7), unit: z.enum(['celsius', 'fahrenheit']) });
const Report = z.object({
  title: z.string(),
  score: z.number(),
  tags: z.array(z.enum(['warm', 'cold', 'wet'])),
  author: z.object({ name: z.string() }),
});

/** What each client is made with and asked for; a scenario goes after the model or into the key. */
const clients = {
  'openai (responses)': (address, options) => (suffix = '') => createOpenAI({ baseURL: `${address}/v1`, ...options }).responses(`gpt-4o${suffix}`),
  'openai (chat)': (address, options) => (suffix = '') => createOpenAI({ baseURL: `${address}/v1`, ...options }).chat(`gpt-4o${suffix}`),
  'openai-compatible': (address, options) => (suffix = '') =>
    createOpenAICompatible({ name: 'gateway', baseURL: `${address}/v1`, includeUsage: true, supportsStructuredOutputs: true, ...options }).chatModel(`gpt-4o${suffix}`),
  anthropic: (address, options) => (suffix = '') => createAnthropic({ baseURL: `${address}/v1`, ...options })(`claude-sonnet-5${suffix}`),
  google: (address, options) => (suffix = '') => createGoogle({ baseURL: `${address}/v1beta`, ...options })(`gemini-2.5-flash${suffix}`),
};

const language = (name, address) => {
  const modelWith = (options) => clients[name](address, { apiKey: freshKey(), ...options });
  const model = modelWith({});
  const request = { prompt: question, maxRetries: 0 };
  const weather = (asked) =>
    tool({
      description: 'Tells the weather of a city.',
      inputSchema: Weather,
      execute: async (input) => {
        asked.push(input);
        return { forecast: 'rain, 14 degrees' };
      },
    });
  const steps = {
    async 'generates text'() {
      const { text, finishReason, usage, response } = await generateText({ model: model(), ...request });
      assert.ok(text.length > 0);
      assert.equal(finishReason, 'stop');
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
      assert.ok(response.id === undefined || response.id.length > 0);
    },
    async 'streams text that adds up to the plain one'() {
      const plain = await generateText({ model: model(), ...request });
      const result = streamText({ model: model(), ...request });
      let text = '';
      let pieces = 0;
      for await (const piece of result.textStream) {
        text += piece;
        pieces += 1;
      }
      assert.ok(pieces > 3);
      assert.equal(text, plain.text);
      assert.equal(await result.finishReason, 'stop');
      assert.deepEqual((({ inputTokens, outputTokens }) => ({ inputTokens, outputTokens }))(await result.usage), {
        inputTokens: plain.usage.inputTokens,
        outputTokens: plain.usage.outputTokens,
      });
    },
    async 'calls a tool, and goes on with the result'() {
      const asked = [];
      const { text, steps: taken } = await generateText({ model: model(), ...request, tools: { get_weather: weather(asked) }, stopWhen: stepCountIs(4) });
      assert.equal(asked.length, 1);
      Weather.parse(asked[0]);
      assert.equal(taken.length, 2);
      assert.ok(text.length > 0);
    },
    async 'calls a tool in a stream, and goes on with the result'() {
      const asked = [];
      const result = streamText({ model: model(), ...request, tools: { get_weather: weather(asked) }, stopWhen: stepCountIs(4) });
      const text = await result.text;
      assert.equal(asked.length, 1);
      Weather.parse(asked[0]);
      assert.equal((await result.steps).length, 2);
      assert.ok(text.length > 0);
    },
    async 'gives structured output that the schema accepts, plain and streamed'() {
      const formed = { ...request, output: Output.object({ schema: Report }) };
      const { output } = await generateText({ model: model(), ...formed });
      assert.deepEqual(output, Report.parse(output));
      const result = streamText({ model: model(), ...formed });
      let partial;
      for await (const each of result.partialOutputStream) partial = each;
      assert.deepEqual(partial, output);
    },
    async 'takes a picture'() {
      const content = [{ type: 'text', text: 'What is this?' }, { type: 'file', mediaType: 'image/png', data: new Uint8Array(pixel) }];
      const { text } = await generateText({ model: model(), maxRetries: 0, messages: [{ role: 'user', content }] });
      assert.ok(text.length > 0);
    },
    async 'throws its own error for every status, and says what is worth another try'() {
      for (const code of [400, 401, 403, 404, 429, 500, 503]) {
        const error = await thrown(generateText({ model: model(), ...request, headers: { Prefer: `code=${code}` } }), APICallError);
        assert.equal(error.statusCode, code);
        assert.equal(error.isRetryable, code === 429 || code >= 500);
        assert.equal(typeof error.data?.error?.message, 'string', `the client did not understand ${error.responseBody}`);
      }
    },
    async 'tries again until the gateway recovers'() {
      const counting = countingFetch();
      const patient = modelWith({ apiKey: freshKey('code=500;times=1'), fetch: counting });
      assert.ok((await generateText({ model: patient(), prompt: question, maxRetries: 2 })).text.length > 0);
      assert.equal(counting.calls, 2);
    },
    async 'may hang up in the middle of a stream'() {
      const control = new AbortController();
      let pieces = 0;
      let aborted = false;
      const result = streamText({ model: model('@tps=20'), ...request, abortSignal: control.signal, onAbort: () => (aborted = true) });
      for await (const _ of result.textStream) if ((pieces += 1) === 2) control.abort();
      assert.ok(aborted);
    },
    async 'notices an error in the middle of a stream'() {
      const errors = [];
      const result = streamText({ model: model('@stream-error=4'), ...request, onError: ({ error }) => errors.push(error) });
      await result.consumeStream({ onError: () => {} });
      assert.equal(errors.length, 1);
    },
  };
  return Object.fromEntries(Object.entries(steps).map(([step, does]) => [`${name} ${step}`, does]));
};

const media = (address) => {
  const openai = createOpenAI({ baseURL: `${address}/v1`, apiKey: freshKey() });
  return {
    async 'gives up with its own error when the gateway does not recover'() {
      const counting = countingFetch();
      const broken = createOpenAI({ baseURL: `${address}/v1`, apiKey: freshKey('code=500'), fetch: counting });
      const error = await thrown(embed({ model: broken.embedding('text-embedding-3-small'), value: 'a harbour', maxRetries: 1 }), RetryError);
      assert.equal(error.errors.length, 2);
      assert.equal(counting.calls, 2);
    },
    async 'embeds'() {
      const model = openai.embedding('text-embedding-3-small');
      const { embedding } = await embed({ model, value: 'a harbour' });
      const { embeddings, usage } = await embedMany({ model, values: ['a harbour', 'a lighthouse'] });
      assert.deepEqual(embeddings[0], embedding);
      assert.equal(embeddings.length, 2);
      assert.ok(usage.tokens > 0);
    },
    async 'makes images'() {
      for (const name of ['dall-e-3', 'gpt-image-1']) {
        const { image } = await generateImage({ model: openai.image(name), prompt: 'a cute otter', size: '1024x1024' });
        assert.match(image.mediaType, /^image\//);
        assert.ok(image.uint8Array.byteLength > 100);
      }
    },
    async 'speaks'() {
      const { audio } = await generateSpeech({ model: openai.speech('tts-1'), text: 'Good morning.', voice: 'alloy' });
      assert.match(audio.mediaType, /^audio\//);
      assert.ok(audio.uint8Array.byteLength > 500);
    },
    async 'transcribes'() {
      for (const name of ['whisper-1', 'gpt-4o-transcribe']) {
        const { text } = await transcribe({ model: openai.transcription(name), audio: silence });
        assert.ok(text.length > 0);
      }
    },
  };
};

const at = (prefix, names) => names.map((name) => [prefix, (address) => language(name, address)]);

await run('ai', [
  ['', media],
  ...at('', Object.keys(clients)),
  ...at('/uniapi', ['openai (responses)', 'openai-compatible']),
  ...at('/juhe', ['anthropic', 'google']),
]);
