// A conversation as people meet it: without the white space that a page cannot show, and without who else has seen it or whose own message is marked.
transcript => {
  const write = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.parentElement.closest("pre") ? node.data : node.data.split(/\s+/).filter(Boolean).join(" ");
    if (node.nodeType !== Node.ELEMENT_NODE || node.id === "seen") return "";
    const named = [...node.attributes].map(a => `${a.name}=${a.value.replace(/^message person (mine|by-[0-9a-f-]+)/, "message person")}`).sort();
    return `<${[node.localName, ...named].join(" ")}>${[...node.childNodes].map(write).join("")}</>\n`;
  };
  transcript.normalize();
  return write(transcript);
}
