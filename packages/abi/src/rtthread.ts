// RT-Thread's own numbers: thread states, IPC and timer flags, device classes and flags (RT-Thread 5.2 rtdef.h).

// Object classes
export const RT_OBJECT_CLASS_NULL = 0;
export const RT_OBJECT_CLASS_THREAD = 1;
export const RT_OBJECT_CLASS_SEMAPHORE = 2;
export const RT_OBJECT_CLASS_MUTEX = 3;
export const RT_OBJECT_CLASS_EVENT = 4;
export const RT_OBJECT_CLASS_MAILBOX = 5;
export const RT_OBJECT_CLASS_MESSAGE_QUEUE = 6;
export const RT_OBJECT_CLASS_MEM_HEAP = 7;
export const RT_OBJECT_CLASS_MEM_POOL = 8;
export const RT_OBJECT_CLASS_DEVICE = 9;
export const RT_OBJECT_CLASS_TIMER = 10;
export const RT_OBJECT_CLASS_MODULE = 11;
export const RT_OBJECT_CLASS_MEMORY = 12;
export const RT_OBJECT_CLASS_CHANNEL = 13;
export const RT_OBJECT_CLASS_PROCESS_GROUP = 14;
export const RT_OBJECT_CLASS_SESSION = 15;
export const RT_OBJECT_CLASS_CUSTOM = 16;
export const RT_OBJECT_CLASS_UNKNOWN = 17;
export const RT_OBJECT_CLASS_STATIC = 0x80;

// Thread states
export const RT_THREAD_INIT = 0;
export const RT_THREAD_CLOSE = 1;
export const RT_THREAD_READY = 2;
export const RT_THREAD_RUNNING = 3;
export const RT_THREAD_SUSPEND_MASK = 4;
export const RT_THREAD_SUSPEND_INTERRUPTIBLE = 4;
export const RT_THREAD_SUSPEND_KILLABLE = 6;
export const RT_THREAD_SUSPEND_UNINTERRUPTIBLE = 7;
export const RT_THREAD_STAT_MASK = 7;
export const RT_THREAD_STAT_YIELD = 8;

// IPC
export const RT_IPC_FLAG_FIFO = 0;
export const RT_IPC_FLAG_PRIO = 1;
export const RT_IPC_CMD_RESET = 1;
export const RT_IPC_CMD_GET_STATE = 2;
export const RT_IPC_CMD_SET_VLIMIT = 3;
export const RT_WAITING_FOREVER = -1;
export const RT_WAITING_NO = 0;
export const RT_EVENT_FLAG_AND = 1;
export const RT_EVENT_FLAG_OR = 2;
export const RT_EVENT_FLAG_CLEAR = 4;
export const RT_SEM_VALUE_MAX = 65535;
export const RT_MUTEX_VALUE_MAX = 65535;
export const RT_MUTEX_HOLD_MAX = 255;
export const RT_MB_ENTRY_MAX = 65535;
export const RT_MQ_ENTRY_MAX = 65535;

// Signals between kernel threads
export const RT_SIG_MAX = 32;

// Timers
export const RT_TICK_MAX = 0xffffffff;
export const RT_TIMER_FLAG_DEACTIVATED = 0;
export const RT_TIMER_FLAG_ACTIVATED = 1;
export const RT_TIMER_FLAG_ONE_SHOT = 0;
export const RT_TIMER_FLAG_PERIODIC = 2;
export const RT_TIMER_FLAG_HARD_TIMER = 0;
export const RT_TIMER_FLAG_SOFT_TIMER = 4;
export const RT_TIMER_CTRL_SET_TIME = 0;
export const RT_TIMER_CTRL_GET_TIME = 1;
export const RT_TIMER_CTRL_SET_ONESHOT = 2;
export const RT_TIMER_CTRL_SET_PERIODIC = 3;
export const RT_TIMER_CTRL_GET_STATE = 4;
export const RT_TIMER_CTRL_GET_REMAIN_TIME = 5;
export const RT_TIMER_CTRL_GET_FUNC = 6;
export const RT_TIMER_CTRL_SET_FUNC = 7;
export const RT_TIMER_CTRL_GET_PARM = 8;
export const RT_TIMER_CTRL_SET_PARM = 9;

// Thread control
export const RT_THREAD_CTRL_STARTUP = 0;
export const RT_THREAD_CTRL_CLOSE = 1;
export const RT_THREAD_CTRL_CHANGE_PRIORITY = 2;
export const RT_THREAD_CTRL_INFO = 3;
export const RT_THREAD_CTRL_BIND_CPU = 4;
export const RT_THREAD_CTRL_RESET_PRIORITY = 5;

// Device flags
export const RT_DEVICE_FLAG_RDONLY = 0x001;
export const RT_DEVICE_FLAG_WRONLY = 0x002;
export const RT_DEVICE_FLAG_RDWR = 0x003;
export const RT_DEVICE_FLAG_REMOVABLE = 0x004;
export const RT_DEVICE_FLAG_STANDALONE = 0x008;
export const RT_DEVICE_FLAG_ACTIVATED = 0x010;
export const RT_DEVICE_FLAG_SUSPENDED = 0x020;
export const RT_DEVICE_FLAG_STREAM = 0x040;
export const RT_DEVICE_FLAG_DYNAMIC = 0x080;
export const RT_DEVICE_FLAG_INT_RX = 0x100;
export const RT_DEVICE_FLAG_DMA_RX = 0x200;
export const RT_DEVICE_FLAG_INT_TX = 0x400;
export const RT_DEVICE_FLAG_DMA_TX = 0x800;
export const RT_DEVICE_OFLAG_CLOSE = 0x000;
export const RT_DEVICE_OFLAG_RDONLY = 0x001;
export const RT_DEVICE_OFLAG_WRONLY = 0x002;
export const RT_DEVICE_OFLAG_RDWR = 0x003;
export const RT_DEVICE_OFLAG_OPEN = 0x008;
export const RT_DEVICE_OFLAG_MASK = 0xf0f;
export const RT_DEVICE_CTRL_RESUME = 1;
export const RT_DEVICE_CTRL_SUSPEND = 2;
export const RT_DEVICE_CTRL_CONFIG = 3;
export const RT_DEVICE_CTRL_CLOSE = 4;
export const RT_DEVICE_CTRL_NOTIFY_SET = 5;
export const RT_DEVICE_CTRL_SET_INT = 6;
export const RT_DEVICE_CTRL_CLR_INT = 7;
export const RT_DEVICE_CTRL_GET_INT = 8;
export const RT_DEVICE_CTRL_CONSOLE_OFLAG = 9;

// Device classes
export const RT_DEVICE_CLASS_CHAR = 0;
export const RT_DEVICE_CLASS_BLOCK = 1;
export const RT_DEVICE_CLASS_NETIF = 2;
export const RT_DEVICE_CLASS_MTD = 3;
export const RT_DEVICE_CLASS_CAN = 4;
export const RT_DEVICE_CLASS_RTC = 5;
export const RT_DEVICE_CLASS_SOUND = 6;
export const RT_DEVICE_CLASS_GRAPHIC = 7;
export const RT_DEVICE_CLASS_I2CBUS = 8;
export const RT_DEVICE_CLASS_USB_DEVICE = 9;
export const RT_DEVICE_CLASS_USB_HOST = 10;
export const RT_DEVICE_CLASS_USB_OTG = 11;
export const RT_DEVICE_CLASS_SPIBUS = 12;
export const RT_DEVICE_CLASS_SPI_DEVICE = 13;
export const RT_DEVICE_CLASS_SDIO = 14;
export const RT_DEVICE_CLASS_PM = 15;
export const RT_DEVICE_CLASS_PIPE = 16;
export const RT_DEVICE_CLASS_PORTAL = 17;
export const RT_DEVICE_CLASS_TIMER = 18;
export const RT_DEVICE_CLASS_MISCELLANEOUS = 19;
export const RT_DEVICE_CLASS_SENSOR = 20;
export const RT_DEVICE_CLASS_TOUCH = 21;
export const RT_DEVICE_CLASS_PHY = 22;
export const RT_DEVICE_CLASS_SECURITY = 23;
export const RT_DEVICE_CLASS_WLAN = 24;
export const RT_DEVICE_CLASS_PIN = 25;
export const RT_DEVICE_CLASS_ADC = 26;
export const RT_DEVICE_CLASS_DAC = 27;
export const RT_DEVICE_CLASS_WDT = 28;
export const RT_DEVICE_CLASS_PWM = 29;
export const RT_DEVICE_CLASS_BUS = 30;
export const RT_DEVICE_CLASS_UNKNOWN = 31;
