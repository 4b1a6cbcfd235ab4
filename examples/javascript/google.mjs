// Google's own client against the mock server, with nothing changed but its base URL.
//   node google.mjs [ADDRESS]     default: http://127.0.0.1:4010
import assert from 'node:assert/strict';
import { ApiError, FunctionCallingConfigMode, GoogleGenAI, Type } from '@google/genai';
import { z } from 'zod';
import { countingFetch, freshKey, pixel, question, run, thrown } from './lib/steps.js';

const model = 'gemini-2.5-flash';
const request = { model, contents: question };

const Weather = z.object({ city: z.string().min(1), days: z.int().min(1).max(7), unit: z.enum(['celsius', 'fahrenheit']) });
const weatherTool = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  parameters: {
    type: Type.OBJECT,
    properties: {
      city: { type: Type.STRING, minLength: '1' },
      days: { type: Type.INTEGER, minimum: 1, maximum: 7 },
      unit: { type: Type.STRING, enum: ['celsius', 'fahrenheit'] },
    },
    required: ['city', 'days', 'unit'],
  },
};

const Report = z.object({
  title: z.string(),
  score: z.number().min(0).max(1),
  tags: z.array(z.enum(['warm', 'cold', 'wet'])).min(1).max(3),
  author: z.object({ name: z.string(), email: z.email() }),
});

const clientOf = (address, { headers, timeout, attempts, fetch, apiKey = freshKey() } = {}) =>
  new GoogleGenAI({
    apiKey,
    httpOptions: { baseUrl: address, headers, timeout, fetch, retryOptions: { attempts: attempts ?? 1, initialDelay: 0.05 } },
  });

const collected = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { chunks, text: chunks.map((chunk) => chunk.text ?? '').join(''), last: chunks.at(-1) };
};

const everything = (address) => {
  const client = clientOf(address);
  return {
    async 'lists models'() {
      const models = [];
      for await (const each of await client.models.list()) models.push(each);
      assert.ok(models.length > 0 && models.every((each) => each.name.startsWith('models/')));
    },
    async 'generates content'() {
      const answer = await client.models.generateContent(request);
      assert.ok(answer.text.length > 0);
      assert.equal(answer.candidates[0].finishReason, 'STOP');
      const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount = 0, totalTokenCount } = answer.usageMetadata;
      assert.equal(totalTokenCount, promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
      assert.equal(answer.modelVersion, model);
    },
    async 'streams content that adds up to the plain answer'() {
      const plain = await client.models.generateContent(request);
      const { chunks, text, last } = await collected(await client.models.generateContentStream(request));
      assert.ok(chunks.length > 3);
      assert.equal(text, plain.text);
      assert.equal(last.candidates[0].finishReason, 'STOP');
      assert.equal(last.usageMetadata.totalTokenCount, plain.usageMetadata.totalTokenCount);
    },
    async 'keeps a conversation, plain and streamed'() {
      const chat = client.chats.create({ model, config: { systemInstruction: 'You answer in one sentence.' } });
      assert.ok((await chat.sendMessage({ message: question })).text.length > 0);
      const { text } = await collected(await chat.sendMessageStream({ message: 'And why is it red in the evening?' }));
      const [asked, told, askedMore, ...toldMore] = chat.getHistory(true);
      assert.deepEqual([asked.role, told.role, askedMore.role], ['user', 'model', 'user']);
      // The client keeps each piece of a stream as a turn of its own.
      assert.equal(toldMore.flatMap((turn) => turn.parts).map((part) => part.text ?? '').join(''), text);
    },
    async 'stops at the most tokens, and gives several candidates'() {
      const short = await client.models.generateContent({ ...request, config: { maxOutputTokens: 5 } });
      assert.equal(short.candidates[0].finishReason, 'MAX_TOKENS');
      const several = await client.models.generateContent({ ...request, config: { candidateCount: 2 } });
      assert.equal(several.candidates.length, 2);
    },
    async 'thinks, plain and streamed'() {
      const thoughtful = { ...request, model: 'gemini-2.5-pro', config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } } };
      const thoughts = (answer) => answer.candidates[0].content.parts.filter((part) => part.thought).map((part) => part.text).join('');
      const plain = await client.models.generateContent(thoughtful);
      assert.ok(thoughts(plain).length > 0);
      const { chunks, text } = await collected(await client.models.generateContentStream(thoughtful));
      assert.equal(chunks.map(thoughts).join(''), thoughts(plain));
      assert.equal(text, plain.text);
    },
    async 'calls a function, and answers in text when it has the result'() {
      const config = { tools: [{ functionDeclarations: [weatherTool] }] };
      const plain = await client.models.generateContent({ ...request, config });
      assert.deepEqual(plain.functionCalls.map((call) => call.name), ['get_weather']);
      Weather.parse(plain.functionCalls[0].args);
      const { chunks } = await collected(await client.models.generateContentStream({ ...request, config }));
      const bare = ({ name, args }) => ({ name, args });
      assert.deepEqual(chunks.flatMap((chunk) => chunk.functionCalls ?? []).map(bare), plain.functionCalls.map(bare));
      const chat = client.chats.create({ model, config });
      const asked = await chat.sendMessage({ message: question });
      const [{ id, name }] = asked.functionCalls;
      const told = await chat.sendMessage({ message: { functionResponse: { id, name, response: { output: 'rain, 14 degrees' } } } });
      assert.ok(told.text.length > 0);
      assert.equal(told.functionCalls, undefined);
    },
    async 'runs the functions by itself, plain and streamed'() {
      const asked = [];
      const callable = {
        tool: async () => ({ functionDeclarations: [{ name: weatherTool.name, description: weatherTool.description, parametersJsonSchema: z.toJSONSchema(Weather) }] }),
        callTool: async (calls) => {
          asked.push(...calls);
          return calls.map(({ id, name }) => ({ functionResponse: { id, name, response: { output: 'rain, 14 degrees' } } }));
        },
      };
      const answer = await client.models.generateContent({ ...request, config: { tools: [callable] } });
      assert.ok(answer.text.length > 0);
      assert.equal(asked.length, 1);
      Weather.parse(asked[0].args);
      const { text } = await collected(await client.models.generateContentStream({ ...request, config: { tools: [callable] } }));
      assert.ok(text.length > 0);
      assert.equal(asked.length, 2);
    },
    async 'calls the function that must be called, and none when none may be'() {
      const tools = [{ functionDeclarations: [weatherTool, { name: 'book_table', parameters: { type: Type.OBJECT, properties: { guests: { type: Type.INTEGER } }, required: ['guests'] } }] }];
      const asked = (functionCallingConfig) => client.models.generateContent({ ...request, config: { tools, toolConfig: { functionCallingConfig } } });
      const named = await asked({ mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['book_table'] });
      assert.deepEqual(named.functionCalls.map((call) => call.name), ['book_table']);
      const none = await asked({ mode: FunctionCallingConfigMode.NONE });
      assert.equal(none.functionCalls, undefined);
      assert.ok(none.text.length > 0);
    },
    async 'gives structured output that the schema accepts, plain and streamed'() {
      const formed = { ...request, config: { responseMimeType: 'application/json', responseJsonSchema: z.toJSONSchema(Report) } };
      const plain = await client.models.generateContent(formed);
      Report.parse(JSON.parse(plain.text));
      const { text } = await collected(await client.models.generateContentStream(formed));
      assert.equal(text, plain.text);
      const typed = await client.models.generateContent({
        ...request,
        config: { responseMimeType: 'application/json', responseSchema: { type: Type.ARRAY, minItems: '1', items: { type: Type.OBJECT, properties: { name: { type: Type.STRING }, year: { type: Type.INTEGER, nullable: true } }, required: ['name'] } } },
      });
      z.array(z.object({ name: z.string(), year: z.int().nullish() })).min(1).parse(JSON.parse(typed.text));
      const word = await client.models.generateContent({ ...request, config: { responseMimeType: 'text/x.enum', responseSchema: { type: Type.STRING, enum: ['warm', 'cold'] } } });
      assert.ok(['warm', 'cold'].includes(word.text));
    },
    async 'takes pictures and makes them'() {
      const seen = await client.models.generateContent({ model, contents: [{ inlineData: { mimeType: 'image/png', data: pixel.toString('base64') } }, 'What is this?'] });
      assert.ok(seen.text.length > 0);
      const made = await client.models.generateContent({ model: 'gemini-2.5-flash-image', contents: 'a cute otter', config: { responseModalities: ['TEXT', 'IMAGE'] } });
      const picture = made.candidates[0].content.parts.find((part) => part.inlineData);
      assert.match(picture.inlineData.mimeType, /^image\//);
      assert.ok(Buffer.from(picture.inlineData.data, 'base64').length > 100);
    },
    async 'throws its own error for every status'() {
      for (const code of [400, 401, 403, 404, 429, 500, 503]) {
        const error = await thrown(client.models.generateContent({ ...request, config: { httpOptions: { headers: { Prefer: `code=${code}` } } } }), ApiError);
        assert.equal(error.status, code);
        assert.equal(typeof JSON.parse(error.message).error.message, 'string');
      }
      await thrown(client.models.generateContentStream({ ...request, model: `${model}@code=429` }), ApiError);
    },
    async 'throws its own error for a broken request, naming the field'() {
      const error = await thrown(client.models.generateContent({ ...request, config: { temperature: 'hot' } }), ApiError);
      assert.equal(error.status, 400);
      assert.match(error.message, /temperature/);
    },
    async 'tries again until the gateway recovers'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('code=503;times=2'), attempts: 3, fetch: counting });
      assert.ok((await patient.models.generateContent(request)).text.length > 0);
      assert.equal(counting.calls, 3);
    },
    async 'does not wait longer than it may'() {
      const hasty = clientOf(address, { timeout: 200, headers: { Prefer: 'delay=5' } });
      assert.match((await thrown(hasty.models.generateContent(request), Error)).name, /Abort|Timeout/);
    },
    async 'may hang up in the middle of a stream'() {
      const control = new AbortController();
      const stream = await client.models.generateContentStream({ ...request, model: `${model}@tps=20`, config: { abortSignal: control.signal } });
      let chunks = 0;
      const error = await thrown((async () => {
        for await (const _ of stream) if ((chunks += 1) === 2) control.abort();
      })(), Error);
      assert.match(error.name, /Abort/);
      assert.equal(chunks, 2);
    },
    async 'notices an error in the middle of a stream'() {
      await thrown((async () => collected(await client.models.generateContentStream({ ...request, model: `${model}@stream-error=3` })))(), ApiError);
    },
  };
};

await run('google', [
  ['', everything],
  ['/juhe', everything],
]);
