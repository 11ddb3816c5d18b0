// Who and what the ids stand for; filled from the newsroom.

const users = new Map();
const channels = new Map();

export const names = {
  learn(newsroom) {
    for (const user of newsroom.users) users.set(user.id, user);
    for (const channel of newsroom.channels) channels.set(channel.id, channel);
  },
  user: (id) => users.get(id)?.real_name ?? (id === "USLACKBOT" ? "Slackbot" : id),
  person: (id) => users.get(id),
  channel: (id) => channels.get(id)?.name ?? "",
  everybody: () => [...users.values()],
  channels: () => [...channels.values()],
};

/** Initials and one of eight colours for an avatar. */
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
}

export const colour = (id) => Math.max(0, [...users.keys()].indexOf(id)) % 8;
