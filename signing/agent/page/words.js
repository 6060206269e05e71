// What the page says, in Vietnamese and in English. The portal's page tells which of them it shows.
const VI = {
  title: "Chương trình ký", here: "trên máy này",
  waiting: "Đang liên hệ với trang Hoso…",
  aloneHead: "Chương trình ký đang chạy",
  alone: "Cửa sổ này tự mở khi quý vị bấm Ký trên trang Hoso. Hãy đóng cửa sổ này, quay lại trang Hoso rồi bấm Ký.",
  asks: "Trang xin ký: ",
  pairHead: "Ghép với trang này", pairWhy: "Chương trình ký chưa biết trang sau đây. Chỉ phải ghép một lần trên máy này:",
  pairWarn: "Chỉ ghép nếu đó đúng là địa chỉ trang Hoso của cơ quan và quý vị vừa bấm Ký trên trang đó.",
  code: "Mã ghép (8 chữ số)",
  codeWhere: "Mã hiện ở cửa sổ dòng lệnh nơi chương trình ký đang chạy. Không thấy cửa sổ đó: chạy lệnh hoso sign-agent --show-code trên máy này.", pairDo: "Ghép", newCode: "Lấy mã mới",
  problemHead: "Chưa ký được", retry: "Thử lại", close: "Đóng",
  signHead: (n) => `Ký ${n} văn bản`, offerHead: "Gửi chứng thư cho quản trị",
  signDo: (n) => `Ký ${n} văn bản`, offerDo: "Gửi chứng thư này",
  more: (n) => `… và ${n} văn bản nữa`,
  until: "hết hạn", serial: "số sê-ri", hidden: "Chứng thư hiện ra sau khi nhập PIN (mật khẩu).",
  pin: "Mã PIN của thiết bị", not: "Không ký",
  pinStays: "Mã PIN chỉ đi từ cửa sổ này đến thiết bị trên máy này; không gửi lên máy chủ, không lưu lại.",
  noPin: "Không nhập mã PIN ở đây: nếu thiết bị có bàn phím riêng thì nhập trên thiết bị.", typePin: "Hãy nhập mã PIN.",
  opening: "Đang mở thiết bị…", working: "Đang ký…", counted: (n, all) => `${n}/${all}`,
  stay: "Giữ cửa sổ này mở đến khi ký xong. Không rút thiết bị.",
  done: (n) => `Đã ký ${n} văn bản`, offered: "Đã gửi chứng thư", stopped: (n) => `Đã dừng. Đã ký ${n} văn bản`,
  doneMore: "Có thể đóng cửa sổ này.",
  away: "Chương trình ký đã dừng. Hãy khởi động lại chương trình ký trên máy này rồi bấm “Thử lại”.",
  pageAway: "Trang Hoso đã đóng hoặc chuyển đi nơi khác. Hãy đóng cửa sổ này, quay lại trang Hoso rồi bấm Ký.",
  another: "Thiết bị đang cắm không có chứng thư đã đăng ký cho tài khoản này. Hãy cắm đúng thiết bị của mình rồi bấm “Thử lại”.",
  certificates: "Thiết bị đang cắm có: ",
};
const EN = {
  title: "Signing agent", here: "on this computer",
  waiting: "Looking for the Hoso page…",
  aloneHead: "The signing agent is running",
  alone: "This window opens by itself when you press Sign on the Hoso page. Close it, go back and press Sign.",
  asks: "Asked by: ",
  pairHead: "Pair with this page", pairWhy: "The signing agent does not know this page yet. Pairing is done once on this computer:",
  pairWarn: "Pair only if this is your office's Hoso address and you have just pressed Sign there.",
  code: "Pairing code (8 digits)",
  codeWhere: "The code shows in the command window in which the signing agent runs. No such window: run hoso sign-agent --show-code on this computer.", pairDo: "Pair", newCode: "Get a new code",
  problemHead: "Not signed", retry: "Try again", close: "Close",
  signHead: (n) => `Sign ${n} document${n === 1 ? "" : "s"}`, offerHead: "Send your certificate to the administrator",
  signDo: (n) => `Sign ${n} document${n === 1 ? "" : "s"}`, offerDo: "Send this certificate",
  more: (n) => `… and ${n} more`,
  until: "valid until", serial: "serial", hidden: "The certificate shows after the PIN (passphrase).",
  pin: "PIN of the token", not: "Do not sign",
  pinStays: "The PIN goes from this window to the token in this computer only; it is not sent to the server and not kept.",
  noPin: "No PIN is typed here: where the token has a keypad of its own, type it there.", typePin: "Type the PIN.",
  opening: "Opening the token…", working: "Signing…", counted: (n, all) => `${n}/${all}`,
  stay: "Keep this window open until it is done. Do not pull the token out.",
  done: (n) => `${n} document${n === 1 ? "" : "s"} signed`, offered: "Certificate sent", stopped: (n) => `Stopped. ${n} document${n === 1 ? "" : "s"} signed`,
  doneMore: "You may close this window.",
  away: "The signing agent has stopped. Start it again on this computer, then press “Try again”.",
  pageAway: "The Hoso page was closed or has moved on. Close this window, go back to it and press Sign.",
  another: "The token that is plugged in does not hold the certificate bound to this account. Plug in your own and press “Try again”.",
  certificates: "The token that is plugged in holds: ",
};
let chosen = VI;

/** Shows the page in `vi` or `en`. */
export function speak(language) {
  chosen = language === "en" ? EN : VI;
  document.documentElement.lang = language === "en" ? "en" : "vi";
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = chosen[place.dataset.say];
}

/** One of the words; those that count take their numbers. */
export function say(name, ...numbers) {
  const word = chosen[name];
  return typeof word === "function" ? word(...numbers) : word;
}

/** The sentence of a refusal in the language that is shown. */
export const sentence = (refusal) => (chosen === EN ? refusal.en : refusal.vi) || refusal.vi;
