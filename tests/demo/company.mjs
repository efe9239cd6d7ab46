// What Tidewell sells, and for how much. The articles of the starter workspace name the same prices.

export const plans = [
  {
    id: 'shore',
    name: { en: 'Shore', zh: '浅湾' },
    speed: 100,
    upload: 20,
    price: 99,
    text: { en: 'One or two people, films and calls.', zh: '一两个人，看视频、打视频电话。' },
    extra: { en: 'Backup data can be added', zh: '备用流量可以另加' },
  },
  {
    id: 'tide',
    name: { en: 'Tide', zh: '潮汐' },
    speed: 300,
    upload: 50,
    price: 149,
    text: { en: 'A family, several video calls at once.', zh: '一家人同时用，几路视频会议也不卡。' },
    extra: { en: '10 GB of backup data', zh: '10 GB 备用流量' },
    favourite: true,
  },
  {
    id: 'ocean',
    name: { en: 'Ocean', zh: '远洋' },
    speed: 1000,
    upload: 200,
    price: 229,
    text: { en: 'Large downloads, many smart devices.', zh: '下载量大，智能设备多。' },
    extra: { en: '10 GB of backup data and a Mesh Point', zh: '10 GB 备用流量，送一个扩展点' },
  },
];

/** To buy, and to rent for a month; `article` says more. */
export const devices = [
  {
    id: 'mesh', name: { en: 'Mesh Point', zh: '扩展点' }, buy: 399, rent: 20, article: 'mesh-setup',
    text: { en: 'Carries the Wi-Fi into rooms that the Hub does not reach.', zh: '把无线网带到路由器够不着的房间。' },
  },
  {
    id: 'cam', name: { en: 'Cam', zh: '摄像头' }, buy: 299, rent: 15, article: 'camera-setup',
    text: { en: 'Tells you of people only. Recordings stay yours for 14 days.', zh: '只有人经过才提醒，录像保存 14 天，只有您能看。' },
  },
  {
    id: 'doorbell', name: { en: 'Doorbell', zh: '门铃' }, buy: 499, rent: 25, article: 'doorbell-setup',
    text: { en: 'See who is there and answer, wherever you are.', zh: '人在哪里都能看到谁来了，还能对讲。' },
  },
  {
    id: 'lock', name: { en: 'Lock', zh: '门锁' }, buy: 899, article: 'lock-fitting',
    text: { en: 'Open for a guest, once or for always. Your key keeps working.', zh: '给客人开一次，或一直有效。原来的钥匙照样能用。' },
  },
  {
    id: 'plug', name: { en: 'Plug', zh: '插座' }, buy: 59, article: 'plug-energy',
    text: { en: 'Switches the lamp off from bed, and says what a device uses.', zh: '躺在床上关灯，还能看用了多少电。' },
  },
  {
    id: 'tv', name: { en: 'Tidewell TV', zh: '汐宁电视' }, rent: 39, article: 'tv-setup',
    text: { en: '140 channels and 7 days of replay, with the TV Box.', zh: '140 个频道，可回看 7 天，含电视盒子。' },
  },
];

/** An amount, as it is written in a language: whole, or with both decimals. */
export function money(amount, language) {
  const figure = amount.toLocaleString('en', { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2 });
  return language === 'zh' ? `${figure} 元` : `¥${figure}`;
}

/** A speed in megabits, as it is written in a language. */
export const megabits = (figure, language) => (language === 'zh' ? `${figure}` : figure.toLocaleString('en'));

/** The name of a plan or a device. */
export const nameOf = (list, id, language) => list.find((one) => one.id === id).name[language];
