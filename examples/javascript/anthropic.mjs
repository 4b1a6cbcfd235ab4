// Anthropic's own client against the mock server, with nothing changed but its base URL.
//   node anthropic.mjs [ADDRESS]     default: http://127.0.0.1:4010
import assert from 'node:assert/strict';
import Anthropic, { APIUserAbortError } from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { countingFetch, freshKey, pixel, question, run, thrown } from './lib/steps.js';

const model = 'claude-sonnet-5';
const request = { model, max_tokens: 1024, messages: [{ role: 'user', content: question }] };

const Weather = z.object({ city: z.string().min(1), days: z.int().min(1).max(7), unit: z.enum(['celsius', 'fahrenheit']) });
const weatherTool = { name: 'get_weather', description: 'Tells the weather of a city.', input_schema: z.toJSONSchema(Weather) };

const Report = z.object({
  title: z.string(),
  score: z.number(),
  tags: z.array(z.enum(['warm', 'cold', 'wet'])),
  author: z.object({ name: z.string(), email: z.email() }),
});

const typedErrors = {
  400: Anthropic.BadRequestError,
  401: Anthropic.AuthenticationError,
  402: Anthropic.APIError,
  403: Anthropic.PermissionDeniedError,
  404: Anthropic.NotFoundError,
  409: Anthropic.ConflictError,
  429: Anthropic.RateLimitError,
  500: Anthropic.InternalServerError,
  529: Anthropic.InternalServerError,
};

/** An error's type as the vendor names it, for each status. */
const types = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

const clientOf = (address, options) => new Anthropic({ baseURL: address, apiKey: freshKey(), maxRetries: 0, ...options });

const everything = (address) => {
  const client = clientOf(address);
  return {
    async 'answers a message'() {
      const message = await client.messages.create(request);
      assert.equal(message.model, model);
      assert.equal(message.content[0].type, 'text');
      assert.equal(message.stop_reason, 'end_turn');
      assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
      assert.match(message._request_id, /^req_/);
    },
    async 'lists models and shows one'() {
      // Gateways know Anthropic's callers by x-api-key; to a bearer key, which this client sends, they answer in OpenAI's form.
      const caller = clientOf(address, { defaultHeaders: { 'x-api-key': freshKey() } });
      const models = [];
      for await (const each of caller.models.list()) models.push(each);
      assert.ok(models.length > 0 && models.every((each) => each.type === 'model' && each.display_name.length > 0));
      assert.equal((await caller.models.retrieve(models[0].id)).id, models[0].id);
      assert.ok((await client.models.list()).data.every((each) => each.id.length > 0));
    },
    async 'streams a message that adds up to the plain one'() {
      const plain = await client.messages.create(request);
      const stream = client.messages.stream(request);
      let text = '';
      stream.on('text', (delta) => (text += delta));
      const whole = await stream.finalMessage();
      assert.equal(text, plain.content[0].text);
      assert.deepEqual(whole.content, plain.content);
      assert.equal(whole.stop_reason, plain.stop_reason);
      assert.equal(whole.usage.output_tokens, plain.usage.output_tokens);
      assert.match(stream.request_id, /^req_/);
      assert.equal(await client.messages.stream(request).finalText(), text);
    },
    async 'reads the events of a stream in their order'() {
      const types = [];
      for await (const event of await client.messages.create({ ...request, stream: true })) types.push(event.type);
      assert.deepEqual(types.slice(0, 2), ['message_start', 'content_block_start']);
      assert.deepEqual(types.slice(-3), ['content_block_stop', 'message_delta', 'message_stop']);
    },
    async 'stops at the most tokens, and at a stop sequence'() {
      const short = await client.messages.create({ ...request, max_tokens: 5 });
      assert.equal(short.stop_reason, 'max_tokens');
      assert.equal(short.usage.output_tokens, 5);
      const plain = await client.messages.create(request);
      const word = plain.content[0].text.split(' ')[6];
      const stopped = await client.messages.create({ ...request, stop_sequences: [word] });
      assert.equal(stopped.stop_reason, 'stop_sequence');
      assert.equal(stopped.stop_sequence, word);
    },
    async 'thinks, plain and streamed'() {
      const thoughtful = { ...request, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } };
      const plain = await client.messages.create(thoughtful);
      assert.deepEqual(plain.content.map((block) => block.type), ['thinking', 'text']);
      const whole = await client.messages.stream(thoughtful).finalMessage();
      assert.equal(whole.content[0].thinking, plain.content[0].thinking);
      assert.ok(whole.content[0].signature.length > 0);
      assert.equal(whole.content[1].text, plain.content[1].text);
    },
    async 'calls a tool, and answers in text when it has the result'() {
      const withTool = { ...request, tools: [weatherTool] };
      const first = await client.messages.create(withTool);
      assert.equal(first.stop_reason, 'tool_use');
      const call = first.content.find((block) => block.type === 'tool_use');
      assert.equal(call.name, 'get_weather');
      Weather.parse(call.input);
      const streamed = await client.messages.stream(withTool).finalMessage();
      assert.deepEqual(streamed.content.find((block) => block.type === 'tool_use').input, call.input);
      assert.equal(streamed.stop_reason, 'tool_use');
      const second = await client.messages.create({
        ...withTool,
        messages: [
          ...request.messages,
          { role: 'assistant', content: first.content },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'rain, 14 degrees' }] },
        ],
      });
      assert.equal(second.stop_reason, 'end_turn');
      assert.ok(second.content.some((block) => block.type === 'text') && second.content.every((block) => block.type !== 'tool_use'));
    },
    async 'runs the tools by itself, plain and streamed'() {
      for (const stream of [false, true]) {
        const asked = [];
        const tool = betaZodTool({
          name: 'get_weather',
          description: 'Tells the weather of a city.',
          inputSchema: Weather,
          run: (weather) => {
            asked.push(weather);
            return 'rain, 14 degrees';
          },
        });
        const last = await client.beta.messages.toolRunner({ ...request, tools: [tool], stream });
        assert.equal(asked.length, 1);
        assert.equal(last.stop_reason, 'end_turn');
        assert.ok(last.content.some((block) => block.type === 'text' && block.text.length > 0));
      }
    },
    async 'calls the tool that must be called, and none when none may be'() {
      const tools = [weatherTool, { name: 'book_table', input_schema: { type: 'object', properties: { guests: { type: 'integer' } }, required: ['guests'] } }];
      const named = await client.messages.create({ ...request, tools, tool_choice: { type: 'tool', name: 'book_table' } });
      assert.deepEqual(named.content.filter((block) => block.type === 'tool_use').map((block) => block.name), ['book_table']);
      const none = await client.messages.create({ ...request, tools, tool_choice: { type: 'none' } });
      assert.ok(none.content.every((block) => block.type === 'text'));
    },
    async 'gives structured output that the schema accepts, plain and streamed'() {
      const formed = { ...request, output_config: { format: zodOutputFormat(Report) } };
      const plain = await client.messages.parse(formed);
      assert.deepEqual(plain.parsed_output, Report.parse(plain.parsed_output));
      const streamed = await client.messages.stream(formed).finalMessage();
      assert.deepEqual(streamed.parsed_output, plain.parsed_output);
    },
    async 'takes pictures and documents'() {
      const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel.toString('base64') } };
      const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'The tide turns at six.' } };
      const message = await client.messages.create({ ...request, messages: [{ role: 'user', content: [image, document, { type: 'text', text: 'What is this?' }] }] });
      assert.ok(message.content[0].text.length > 0);
    },
    async 'counts tokens as an answer does'() {
      const { max_tokens, ...conversation } = request;
      const count = await client.messages.countTokens(conversation);
      assert.equal(count.input_tokens, (await client.messages.create(request)).usage.input_tokens);
    },
    async 'throws its own error for every status'() {
      for (const [code, type] of Object.entries(typedErrors)) {
        const error = await thrown(client.messages.create(request, { headers: { Prefer: `code=${code}` } }), type);
        assert.equal(error.status, Number(code));
        assert.equal(error.error.type, 'error');
        if (types[code]) assert.equal(error.type, types[code]);
        assert.match(String(error.requestID), /^req_/);
      }
    },
    async 'reads how long to wait'() {
      const limited = await thrown(client.messages.create(request, { headers: { Prefer: 'code=429' } }), Anthropic.RateLimitError);
      assert.match(limited.headers.get('retry-after'), /^[0-9]+$/);
    },
    async 'throws its own error for a broken request, naming the field'() {
      const error = await thrown(client.messages.create({ ...request, messages: 'nothing' }), Anthropic.BadRequestError);
      assert.match(error.message, /messages/);
      await thrown(client.messages.create({ ...request, model: `${model}@code=529`, stream: true }), Anthropic.InternalServerError);
    },
    async 'is turned away without a key'() {
      const stranger = clientOf(address, { defaultHeaders: { 'x-api-key': null, authorization: null } });
      await thrown(stranger.messages.create(request), Anthropic.AuthenticationError);
    },
    async 'takes a bearer key too'() {
      const bearer = clientOf(address, { apiKey: null, authToken: freshKey() });
      assert.ok((await bearer.messages.create(request)).id);
    },
    async 'tries again until the gateway recovers'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('code=500;times=2'), maxRetries: 2, fetch: counting });
      assert.ok((await patient.messages.create(request)).id);
      assert.equal(counting.calls, 3);
    },
    async 'tries again when the connection breaks'() {
      const counting = countingFetch();
      const patient = clientOf(address, { apiKey: freshKey('fault=reset;times=1'), maxRetries: 1, fetch: counting });
      assert.ok((await patient.messages.create(request)).id);
      assert.equal(counting.calls, 2);
      await thrown(client.messages.create(request, { headers: { Prefer: 'fault=empty' } }), Anthropic.APIConnectionError);
    },
    async 'does not wait longer than it may'() {
      await thrown(client.messages.create(request, { headers: { Prefer: 'delay=5' }, timeout: 200 }), Anthropic.APIConnectionTimeoutError);
    },
    async 'may hang up in the middle of a stream'() {
      const stream = client.messages.stream({ ...request, model: `${model}@tps=20` });
      stream.on('text', () => stream.abort());
      await thrown(stream.finalMessage(), APIUserAbortError);
      const events = await client.messages.create({ ...request, model: `${model}@tps=20`, stream: true });
      for await (const event of events) if (event.type === 'content_block_delta') break;
      assert.ok(events.controller.signal.aborted);
    },
    async 'notices an error in the middle of a stream'() {
      const error = await thrown(client.messages.stream({ ...request, model: `${model}@stream-error=4` }).finalMessage(), Anthropic.APIError);
      assert.equal(typeof error.type, 'string');
      await thrown(client.messages.stream({ ...request, model: `${model}@cut=4` }).finalMessage(), Anthropic.AnthropicError);
    },
  };
};

await run('anthropic', [
  ['', everything],
  ['/juhe', everything],
]);
