// node --experimental-websocket chat.mjs URL KEY SESSION QUESTION        (Node 22 and newer need no flag)
const [url, key, session, question] = process.argv.slice(2);
let asked = crypto.randomUUID(), texts = {}, ended = {}, reply, last, wait = 250;

function connect() {
  // A browser sends no such header: a page of this site connects with its cookie, and with "chat.v1" as the second argument.
  const socket = new WebSocket(`${url.replace("http", "ws")}/chat/${session}`, { protocols: ["chat.v1"], headers: { Authorization: `Bearer ${key}` } });
  const send = frame => socket.send(JSON.stringify(frame));
  const frames = {
    welcome(f) {
      [wait, last] = [250, last ?? f.lastEventId];
      send({ type: "resume", lastEventId: last });
      send({ type: "send", clientMessageId: asked, content: question }); // The same id again never asks twice.
    },
    sent(f) { reply = f.replyId ?? frames.error({ message: "Sent. No agent answers here unless its name is in the message, after an @." }); },
    error(f) { console.error(f.message); process.exit(1); },
    "message.delta"(f) { texts[f.messageId] = (texts[f.messageId] ?? "").slice(0, f.offset) + f.text; },
    "message.completed"(f) { ended[f.messageId] = f; },
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    frames[frame.type]?.(frame);
    last = frame.eventId ?? last;
    if (!ended[reply]) return;
    socket.onmessage = null;
    process.stdout.write(`${ended[reply].message.content ?? texts[reply]}\n`, () => process.exit(ended[reply].status === "done" ? 0 : 1));
  };
  socket.onclose = ({ code }) => [4400, 4401, 4403, 4404, 4409].includes(code) ? process.exit(1) : setTimeout(connect, wait = Math.min(wait * 2, 30000));
}
connect();
