// The few emoji that a newsroom's bot is likely to use; any other keeps its :name:.

const SIGNS = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", eyes: "👀", mag: "🔍", mag_right: "🔎", white_check_mark: "✅",
  x: "❌", warning: "⚠️", rotating_light: "🚨", newspaper: "📰", speech_balloon: "💬", round_pushpin: "📍", world_map: "🗺️",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", question: "❓", bulb: "💡", link: "🔗", page_facing_up: "📄",
  wastebasket: "🗑️", heart: "❤️", tada: "🎉", pray: "🙏", wave: "👋", bell: "🔔", no_bell: "🔕", mute: "🔇", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", arrow_right: "➡️", exclamation: "❗", zap: "⚡", star: "⭐", smile: "😄", thinking_face: "🤔",
};

export const QUICK = ["mag_right", "+1", "eyes", "white_check_mark"];

/** The sign for an emoji's name. */
export const emoji = (name) => SIGNS[name] ?? `:${name}:`;
