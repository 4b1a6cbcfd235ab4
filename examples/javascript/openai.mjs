// The vendor's own client against the mock server, with nothing changed but its base URL.
//   node openai.mjs [ADDRESS]     default: http://127.0.0.1:4010
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';

const baseURL = `${process.argv[2] ?? 'http://127.0.0.1:4010'}/v1`;
const client = new OpenAI({ baseURL, apiKey: 'sk-any', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
const picture = await toFile(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  'otter.png',
  { type: 'image/png' },
);

const steps = {
  async 'lists models'() {
    const models = await client.models.list();
    assert.ok(models.data.length > 0);
    assert.equal(typeof models.data[0].id, 'string');
  },
  async 'chats'() {
    const chat = await client.chat.completions.create({ model: 'gpt-4o', messages });
    assert.equal(chat.model, 'gpt-4o');
    assert.ok(chat.choices[0].message.content.length > 0);
    assert.equal(chat.usage.total_tokens, chat.usage.prompt_tokens + chat.usage.completion_tokens);
  },
  async 'chats with several choices'() {
    const chat = await client.chat.completions.create({ model: 'gpt-4o', messages, n: 3 });
    assert.deepEqual(chat.choices.map((choice) => choice.index), [0, 1, 2]);
  },
  async 'streams a chat whose pieces add up'() {
    const stream = client.chat.completions.stream({ model: 'gpt-4o', messages, stream_options: { include_usage: true } });
    let text = '';
    let pieces = 0;
    stream.on('content', (delta) => {
      text += delta;
      pieces += 1;
    });
    const whole = await stream.finalChatCompletion();
    assert.ok(pieces > 3);
    assert.equal(whole.choices[0].message.content, text);
    assert.equal(whole.choices[0].finish_reason, 'stop');
    assert.ok(whole.usage.total_tokens > 0);
  },
  async 'calls tools'() {
    const chat = await client.chat.completions.create({
      model: 'gpt-4o',
      messages,
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }],
    });
    const [call] = chat.choices[0].message.tool_calls;
    assert.equal(typeof JSON.parse(call.function.arguments), 'object');
    assert.equal(chat.choices[0].finish_reason, 'tool_calls');
  },
  async 'completes'() {
    const completion = await client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Once upon a time' });
    assert.ok(completion.choices[0].text.length > 0);
  },
  async 'streams a completion'() {
    const stream = await client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Once', stream: true });
    let text = '';
    for await (const event of stream) text += event.choices[0]?.text ?? '';
    assert.ok(text.length > 0);
  },
  async 'embeds one text and several'() {
    const one = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a harbour' });
    assert.equal(typeof one.data[0].embedding[0], 'number');
    const two = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a harbour', 'a lighthouse'] });
    assert.deepEqual(two.data.map((item) => item.index), [0, 1]);
  },
  async 'moderates'() {
    const moderation = await client.moderations.create({ model: 'omni-moderation-latest', input: 'I want to kill them.' });
    assert.equal(typeof moderation.results[0].flagged, 'boolean');
  },
  async 'makes images'() {
    const images = await client.images.generate({ model: 'dall-e-3', prompt: 'a cute otter', response_format: 'url' });
    const file = await fetch(images.data[0].url);
    assert.match(file.headers.get('content-type'), /^image\//);
    const bytes = await client.images.generate({ model: 'dall-e-3', prompt: 'a cute otter', response_format: 'b64_json' });
    assert.equal(Buffer.from(bytes.data[0].b64_json, 'base64').subarray(1, 4).toString(), 'PNG');
  },
  async 'edits an image and varies one'() {
    const edit = await client.images.edit({ model: 'gpt-image-1', image: picture, prompt: '戴上一顶红色的帽子' });
    assert.ok(edit.data.length > 0);
    const variation = await client.images.createVariation({ image: picture, n: 2 });
    assert.equal(variation.data.length, 2);
  },
  async 'speaks'() {
    const speech = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Good morning.' });
    assert.ok((await speech.arrayBuffer()).byteLength > 500);
  },
  async 'transcribes'() {
    const file = await toFile(Buffer.from('RIFF....WAVE'), 'speech.wav', { type: 'audio/wav' });
    const transcription = await client.audio.transcriptions.create({ model: 'whisper-1', file });
    assert.ok(transcription.text.length > 0);
  },
  async 'makes a response and streams one'() {
    const response = await client.responses.create({ model: 'gpt-4o', input: 'Why is the sky blue?' });
    assert.ok(response.output_text.length > 0);
    let text = '';
    let end;
    for await (const event of await client.responses.create({ model: 'gpt-4o', input: 'Why?', stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.completed') end = event.response;
    }
    assert.ok(text.length > 0);
    assert.equal(end.status, 'completed');
  },
  async 'throws the typed errors'() {
    await assert.rejects(client.chat.completions.create({ model: 'gpt-4o', messages: 'nothing' }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'messages');
      return true;
    });
    const stranger = new OpenAI({ baseURL, apiKey: 'sk-any', maxRetries: 0, defaultHeaders: { Authorization: null } });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
    await assert.rejects(client.get('/nowhere'), OpenAI.NotFoundError);
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok      openai ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok  openai ${name}: ${error.message.split('\n')[0]}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
