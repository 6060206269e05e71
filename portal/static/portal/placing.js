"use strict";
// Sets the box of a signature by a click on the page or by arrow keys; the numbers of the form do the same.
(() => {
  const form = document.getElementById("placing");
  const paper = document.querySelector(".placing");
  if (!form || !paper) return;
  const mark = paper.querySelector("rect");
  const page = { width: Number(form.dataset.width), height: Number(form.dataset.height) };
  const value = (name) => Number(form.elements[name].value);
  const put = (left, top) => {
    const within = (at, most) => Math.max(0, Math.min(at, most)).toFixed(1);
    form.elements.left.value = within(left, page.width - value("width"));
    form.elements.top.value = within(top, page.height - value("height"));
    show();
  };
  const show = () => {
    mark.setAttribute("x", value("left"));
    mark.setAttribute("y", value("top"));
    mark.setAttribute("width", value("width"));
    mark.setAttribute("height", value("height"));
  };
  paper.addEventListener("click", (event) => {
    const seen = paper.getBoundingClientRect();
    const x = ((event.clientX - seen.left) / seen.width) * page.width;
    const y = ((event.clientY - seen.top) / seen.height) * page.height;
    put(x - value("width") / 2, y - value("height") / 2);
  });
  paper.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    put(value("left") + move[0], value("top") + move[1]);
  });
  form.addEventListener("input", show);
})();
