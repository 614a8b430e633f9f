// `list device`

import { DEVICES } from "@keel/device";
import { left } from "../columns.ts";
import type { ObjectList } from "../object-list.ts";
import { printObjects } from "../object-table.ts";

/** By RT_DEVICE_CLASS_*. Source: RT-Thread components/drivers/core/device.c device_type_str. */
const CLASS_NAMES: readonly string[] = [
  "Character Device",
  "Block Device",
  "Network Interface",
  "MTD Device",
  "CAN Device",
  "RTC",
  "Sound Device",
  "Graphic Device",
  "I2C Bus",
  "USB Slave Device",
  "USB Host Bus",
  "USB OTG Bus",
  "SPI Bus",
  "SPI Device",
  "SDIO Bus",
  "PM Pseudo Device",
  "Pipe",
  "Portal Device",
  "Timer Device",
  "Miscellaneous Device",
  "Sensor Device",
  "Touch Device",
  "Phy Device",
  "Security Device",
  "WLAN Device",
  "Pin Device",
  "ADC Device",
  "DAC Device",
  "WDT Device",
  "PWM Device",
  "Bus Device",
];

const list: ObjectList = {
  name: "device",
  help: "list devices",
  print(shell) {
    const devices = shell.kernel.findService(DEVICES)?.list() ?? [];
    const heading = {
      name: "device",
      title: "         type         ref count",
      rule: " -------------------- ----------",
    };
    return printObjects(shell, devices, heading, (device) => {
      return ` ${left(CLASS_NAMES[device.cls] ?? "Unknown", 20)} ${device.refCount}`;
    });
  },
};

export default list;
