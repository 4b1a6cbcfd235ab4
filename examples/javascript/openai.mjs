// OpenAI's own client against the mock server, with nothing changed but its base URL.
//   node openai.mjs [ADDRESS]     default: http://127.0.0.1:4010
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';
import { zodFunction, zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { countingFetch, freshKey, lasting, pixel, question, run, silence, thrown } from './lib/steps.js';

const model = 'gpt-4o';
const messages = [{ role: 'user', content: question }];
const input = question;

const Weather = z.object({
  city: z.string().min(1),
  days: z.int().min(1).max(7),
  unit: z.enum(['celsius', 'fahrenheit']),
});
const weatherTool = zodFunction({ name: 'get_weather', description: 'Tells the weather of a city.', parameters: Weather });
const weatherResponseTool = { ...weatherTool.function, type: 'function' };

const Report = z.object({
  title: z.string(),
  score: z.number().min(0).max(1),
  tags: z.array(z.enum(['warm', 'cold', 'wet'])).min(1).max(3),
  author: z.object({ name: z.string(), email: z.email() }),
  note: z.union([z.string(), z.null()]),
});

const typedErrors = {
  400: OpenAI.BadRequestError,
  401: OpenAI.AuthenticationError,
  403: OpenAI.PermissionDeniedError,
  404: OpenAI.NotFoundError,
  422: OpenAI.UnprocessableEntityError,
  429: OpenAI.RateLimitError,
  500: OpenAI.InternalServerError,
  503: OpenAI.InternalServerError,
};

const clientOf = (address, options) =>
  new OpenAI({ baseURL: `${address}/v1`, apiKey: freshKey(), maxRetries: 0, ...options });

const chat = (address) => {
  const client = clientOf(address);
  return {
    async 'lists models and shows one'() {
      const models = [];
      for await (const each of client.models.list()) models.push(each);
      assert.ok(models.length > 0);
      assert.equal((await client.models.retrieve(models[0].id)).id, models[0].id);
    },
    async 'chats'() {
      const answer = await client.chat.completions.create({ model, messages });
      assert.equal(answer.model, model);
      assert.equal(answer.choices[0].message.role, 'assistant');
      assert.ok(answer.choices[0].message.content.length > 0);
      assert.equal(answer.choices[0].finish_reason, 'stop');
      assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
    },
    async 'chats with several choices'() {
      const answer = await client.chat.completions.create({ model, messages, n: 3 });
      assert.deepEqual(answer.choices.map((choice) => choice.index), [0, 1, 2]);
    },
    async 'stops at the most tokens that are asked for'() {
      const answer = await client.chat.completions.create({ model, messages, max_tokens: 5 });
      assert.equal(answer.choices[0].finish_reason, 'length');
      assert.equal(answer.usage.completion_tokens, 5);
    },
    async 'streams a chat that adds up to the plain answer'() {
      const request = { model, messages, n: 2 };
      const plain = await client.chat.completions.create(request);
      const stream = client.chat.completions.stream({ ...request, stream_options: { include_usage: true } });
      let pieces = 0;
      stream.on('content', () => (pieces += 1));
      const whole = await stream.finalChatCompletion();
      assert.ok(pieces > 3);
      const bare = (answer) => answer.choices.map((choice) => [choice.index, choice.finish_reason, choice.logprobs ?? null, choice.message.content]);
      assert.deepEqual(bare(whole), bare(plain));
      // A gateway that does not know stream_options tells no usage in a stream.
      if (!address.includes('/relay/')) assert.deepEqual(whole.usage, plain.usage);
    },
    async 'streams the calls of tools that add up to the plain ones'() {
      const request = { model, messages, tools: [weatherTool] };
      const plain = await client.chat.completions.create(request);
      const whole = await client.chat.completions.stream(request).finalChatCompletion();
      const calls = (answer) => answer.choices[0].message.tool_calls.map((call) => [call.type, call.function.name, JSON.parse(call.function.arguments)]);
      assert.deepEqual(calls(whole), calls(plain));
      assert.equal(whole.choices[0].finish_reason, 'tool_calls');
    },
    async 'calls a tool, and answers in text when it has the result'() {
      const asked = [];
      const runner = client.chat.completions.runTools({
        model,
        messages,
        tools: [
          zodFunction({
            name: 'get_weather',
            description: 'Tells the weather of a city.',
            parameters: Weather,
            function: (weather) => {
              asked.push(weather);
              return { city: weather.city, forecast: 'rain, 14 degrees' };
            },
          }),
        ],
      });
      const text = await runner.finalContent();
      assert.equal(asked.length, 1);
      Weather.parse(asked[0]);
      assert.ok(text.length > 0);
      assert.deepEqual(runner.messages.map((message) => message.role), ['user', 'assistant', 'tool', 'assistant']);
    },
    async 'calls a tool in a stream, and streams the text when it has the result'() {
      let asked = 0;
      const runner = client.chat.completions.runTools({
        model,
        messages,
        stream: true,
        tools: [{ ...weatherTool, function: { ...weatherTool.function, parse: (text) => Weather.parse(JSON.parse(text)), function: () => `rain (${(asked += 1)})` } }],
      });
      assert.ok((await runner.finalContent()).length > 0);
      assert.equal(asked, 1);
    },
    async 'calls the tool that must be called, and none when none may be'() {
      const other = zodFunction({ name: 'book_table', parameters: z.object({ guests: z.int().min(1).max(8) }) });
      const named = await client.chat.completions.create({ model, messages, tools: [weatherTool, other], tool_choice: { type: 'function', function: { name: 'book_table' } } });
      assert.deepEqual(named.choices[0].message.tool_calls.map((call) => call.function.name), ['book_table']);
      const none = await client.chat.completions.create({ model, messages, tools: [weatherTool], tool_choice: 'none' });
      assert.equal(none.choices[0].message.tool_calls ?? null, null);
      assert.ok(none.choices[0].message.content.length > 0);
    },
    async 'gives structured output that the schema accepts, plain and streamed'() {
      const request = { model, messages, response_format: zodResponseFormat(Report, 'report') };
      const plain = (await client.chat.completions.parse(request)).choices[0].message.parsed;
      assert.deepEqual(plain, Report.parse(plain));
      const streamed = await client.chat.completions.stream(request).finalChatCompletion();
      assert.deepEqual(streamed.choices[0].message.parsed, plain);
    },
    async 'throws its own error for every status'() {
      for (const [code, type] of Object.entries(typedErrors)) {
        const error = await thrown(client.chat.completions.create({ model, messages }, { headers: { Prefer: `code=${code}` } }), type);
        assert.equal(error.status, Number(code));
        assert.ok(error.message.length > 5 && !error.message.includes('no body'), error.message);
        assert.equal(typeof error.code, 'string');
      }
    },
    async 'throws its own error for a broken request, naming the field'() {
      const error = await thrown(client.chat.completions.create({ model, messages: 'nothing' }), OpenAI.BadRequestError);
      assert.equal(error.param, 'messages');
    },
    async 'throws its own error before a stream begins'() {
      await thrown(client.chat.completions.create({ model: `${model}@code=429`, messages, stream: true }), OpenAI.RateLimitError);
    },
    async 'reads how long to wait, and the id of a call'() {
      const limited = await thrown(client.chat.completions.create({ model, messages }, { headers: { Prefer: 'code=429' } }), OpenAI.RateLimitError);
      assert.match(limited.headers.get('retry-after'), /^[0-9]+$/);
      assert.ok(limited.requestID);
      const { request_id } = await client.chat.completions.create({ model, messages }).withResponse();
      assert.ok(request_id);
      assert.notEqual(request_id, limited.requestID);
    },
    async 'tries again until the gateway recovers'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('code=503;times=2'), maxRetries: 2, fetch: counting });
      const answer = await patient.chat.completions.create({ model, messages });
      assert.ok(answer.choices[0].message.content.length > 0);
      assert.equal(counting.calls, 3);
    },
    async 'gives up when the gateway does not recover'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('code=500;times=2'), maxRetries: 1, fetch: counting });
      await thrown(patient.chat.completions.create({ model, messages }), OpenAI.InternalServerError);
      assert.equal(counting.calls, 2);
    },
    async 'tries again when the connection breaks'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('fault=reset;times=1'), maxRetries: 1, fetch: counting });
      assert.ok((await patient.chat.completions.create({ model, messages })).id);
      assert.equal(counting.calls, 2);
      await thrown(client.chat.completions.create({ model, messages }, { headers: { Prefer: 'fault=reset' } }), OpenAI.APIConnectionError);
    },
    async 'does not wait longer than it may'() {
      await thrown(client.chat.completions.create({ model, messages }, { headers: { Prefer: 'delay=5' }, timeout: 200 }), OpenAI.APIConnectionTimeoutError);
    },
    async 'may hang up in the middle of a stream'() {
      const stream = await client.chat.completions.create({ model: `${model}@tps=20`, messages, stream: true });
      let pieces = 0;
      for await (const _ of stream) if ((pieces += 1) === 3) break;
      assert.ok(stream.controller.signal.aborted);
      const runner = client.chat.completions.stream({ model: `${model}@tps=20`, messages });
      runner.on('content', () => runner.abort());
      await thrown(runner.done(), OpenAI.APIUserAbortError);
    },
    async 'notices an error in the middle of a stream'() {
      const broken = await client.chat.completions.create({ model: `${model}@stream-error=3`, messages, stream: true });
      let pieces = 0;
      await thrown((async () => { for await (const _ of broken) pieces += 1; })(), OpenAI.APIError);
      assert.equal(pieces, 3);
      await thrown(client.chat.completions.stream({ model: `${model}@cut=3`, messages }).finalChatCompletion(), OpenAI.OpenAIError);
    },
    async 'completes, and streams a completion that adds up'() {
      const request = { model: 'gpt-3.5-turbo-instruct', prompt: 'Once upon a time' };
      const plain = await client.completions.create(request);
      assert.ok(plain.choices[0].text.length > 0);
      let text = '';
      for await (const event of await client.completions.create({ ...request, stream: true })) text += event.choices[0]?.text ?? '';
      assert.equal(text, plain.choices[0].text);
    },
    async 'embeds one text and several, as numbers and packed'() {
      const one = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a harbour' });
      assert.equal(one.data[0].embedding.length, 1536);
      assert.ok(Math.abs(Math.hypot(...one.data[0].embedding) - 1) < 1e-4);
      const floats = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a harbour', 'a lighthouse'], encoding_format: 'float', dimensions: 256 });
      assert.deepEqual(floats.data.map((item) => item.index), [0, 1]);
      assert.equal(floats.data[1].embedding.length, 256);
    },
  };
};

const responses = (address) => {
  const client = clientOf(address);
  return {
    async 'makes a response, and streams one that adds up to it'() {
      const plain = await client.responses.create({ model, input });
      assert.ok(plain.output_text.length > 0);
      const stream = client.responses.stream({ model, input });
      const numbers = [];
      let text = '';
      stream.on('event', (event) => numbers.push(event.sequence_number));
      stream.on('response.output_text.delta', (event) => (text += event.delta));
      const whole = await stream.finalResponse();
      assert.deepEqual(numbers, numbers.map((_, index) => index));
      assert.equal(text, plain.output_text);
      assert.equal(whole.output_text, plain.output_text);
      assert.equal(whole.status, 'completed');
      assert.deepEqual(whole.usage, plain.usage);
    },
    async 'calls a tool in a response, and answers in text when it has the result'() {
      const request = { model, input: [{ role: 'user', content: question }], tools: [weatherResponseTool] };
      const first = await client.responses.create(request);
      const call = first.output.find((item) => item.type === 'function_call');
      Weather.parse(JSON.parse(call.arguments));
      const streamed = await client.responses.stream(request).finalResponse();
      assert.deepEqual(lasting(streamed.output.find((item) => item.type === 'function_call').arguments), lasting(call.arguments));
      const second = await client.responses.create({
        ...request,
        input: [...request.input, ...first.output, { type: 'function_call_output', call_id: call.call_id, output: 'rain' }],
      });
      assert.ok(second.output_text.length > 0);
      assert.ok(second.output.every((item) => item.type !== 'function_call'));
    },
    async 'gives structured output in a response'() {
      const request = { model, input, text: { format: zodTextFormat(Report, 'report') } };
      const plain = await client.responses.parse(request);
      assert.deepEqual(plain.output_parsed, Report.parse(plain.output_parsed));
      const streamed = await client.responses.stream(request).finalResponse();
      assert.deepEqual(streamed.output_parsed, plain.output_parsed);
    },
    async 'notices an error in the middle of a response'() {
      const events = await client.responses.create({ model: `${model}@stream-error=3`, input, stream: true });
      await thrown((async () => { for await (const _ of events); })(), OpenAI.APIError);
    },
  };
};

const media = (address) => {
  const client = clientOf(address);
  const picture = () => toFile(pixel, 'otter.png', { type: 'image/png' });
  const sound = () => toFile(silence, 'speech.wav', { type: 'audio/wav' });
  return {
    async 'makes images'() {
      const images = await client.images.generate({ model: 'dall-e-3', prompt: 'a cute otter', response_format: 'url' });
      const file = await fetch(images.data[0].url);
      assert.match(file.headers.get('content-type'), /^image\//);
      assert.ok((await file.arrayBuffer()).byteLength > 100);
      const bytes = await client.images.generate({ model: 'dall-e-3', prompt: 'a cute otter', response_format: 'b64_json' });
      assert.equal(Buffer.from(bytes.data[0].b64_json, 'base64').subarray(1, 4).toString(), 'PNG');
    },
    async 'streams an image in parts'() {
      const events = [];
      for await (const event of await client.images.generate({ model: 'gpt-image-1', prompt: 'a cute otter', stream: true, partial_images: 2 })) events.push(event);
      assert.deepEqual(events.map((event) => event.type), ['image_generation.partial_image', 'image_generation.partial_image', 'image_generation.completed']);
      assert.ok(events.every((event) => event.b64_json.length > 100));
    },
    async 'edits an image, and several at once'() {
      const one = await client.images.edit({ model: 'gpt-image-1', image: await picture(), prompt: '戴上一顶红色的帽子' });
      assert.ok(one.data.length > 0);
      const several = await client.images.edit({ model: 'gpt-image-1', image: [await picture(), await picture()], prompt: 'both together' });
      assert.ok(several.data.length > 0);
    },
    async 'speaks'() {
      const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Good morning.' });
      assert.match(speech.headers.get('content-type'), /^audio\//);
      assert.ok((await speech.arrayBuffer()).byteLength > 500);
    },
    async 'transcribes, as text, with times, and in a stream'() {
      const plain = await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await sound() });
      assert.ok(plain.text.length > 0);
      const verbose = await client.audio.transcriptions.create({ model: 'whisper-1', file: await sound(), response_format: 'verbose_json', timestamp_granularities: ['segment'] });
      assert.ok(verbose.segments.length > 0);
      const lines = await client.audio.transcriptions.create({ model: 'whisper-1', file: await sound(), response_format: 'srt' });
      assert.match(lines, /-->/);
      let text = '';
      let end;
      for await (const event of await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await sound(), stream: true })) {
        if (event.type === 'transcript.text.delta') text += event.delta;
        if (event.type === 'transcript.text.done') end = event.text;
      }
      assert.equal(text, end);
      assert.equal(end, plain.text);
    },
    async 'translates'() {
      assert.ok((await client.audio.translations.create({ model: 'whisper-1', file: await sound() })).text.length > 0);
    },
  };
};

const more = (address) => {
  const client = clientOf(address);
  return {
    async 'moderates'() {
      const moderation = await client.moderations.create({ model: 'omni-moderation-latest', input: 'I want to kill them.' });
      assert.equal(typeof moderation.results[0].flagged, 'boolean');
    },
    async 'varies an image'() {
      const variation = await client.images.createVariation({ image: await toFile(pixel, 'otter.png', { type: 'image/png' }), n: 2 });
      assert.equal(variation.data.length, 2);
    },
    async 'is turned away without a key, and where nothing is'() {
      const stranger = clientOf(address, { defaultHeaders: { Authorization: null } });
      await thrown(stranger.models.list(), OpenAI.AuthenticationError);
      await thrown(client.get('/nowhere'), OpenAI.NotFoundError);
    },
  };
};

const everything = (address) => ({ ...chat(address), ...responses(address), ...media(address), ...more(address) });

await run('openai', [
  ['', chat],
  ['', responses],
  ['', media],
  ['', more],
  ['/uniapi', everything],
  ['/juhe', (address) => ({ ...chat(address), ...responses(address), ...media(address) })],
  [
    '/relay/openai',
    (address) => {
      const { chats, 'streams a chat that adds up to the plain answer': streams } = chat(address);
      return { chats, 'streams a chat that adds up to the plain answer': streams };
    },
  ],
]);
