import { ramFs } from "../../src/index.ts";
import { fsContract } from "../fs-contract.ts";

fsContract("ramfs", () => ({ type: ramFs("ramfs"), source: "none", dispose() {} }));
