// Preloaded into a service that is measured: tells the benchmark where it listens and what it uses, and ends with it.
const { Server } = require("node:net");

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once("listening", () => process.send({ port: this.address().port }));
  return listen.apply(this, args);
};

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({
    cpuMilliseconds: (user + system) / 1000,
    megabytes: process.memoryUsage.rss() / 2 ** 20,
    peakMegabytes: process.resourceUsage().maxRSS / 2 ** 10,
  });
});
process.on("disconnect", () => process.exit());
// the channel alone does not keep the process
process.channel.unref();
